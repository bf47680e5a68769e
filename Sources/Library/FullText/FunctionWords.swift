/// The most frequent words of languages in Latin letters, folded as ``WordScanner`` does: they tell a text's language, and in questions
/// they ask for nothing.
enum FunctionWords {
    /// The function words of a language.
    static let words: [TextLanguage: Set<Substring>] = texts.mapValues { Set($0.split(whereSeparator: \.isWhitespace)) }
        .merging([.english: StopWords.english]) { $1 }

    /// The languages that have a word among their function words.
    static let languages: [String: [TextLanguage]] = words.reduce(into: [:]) { languages, entry in
        for word in entry.value { languages[String(word), default: []].append(entry.key) }
    }

    private static let texts: [TextLanguage: String] = [
        .catalan: """
        a al als amb aquest aquesta com d de del dels el els en entre es esta fins ha han i l la les li mes molt no o on
        per perque pero quan que qui s se sense ser seva seu si sobre son tambe te tots un una va
        """,
        .danish: """
        af alle at da de den der deres det dette dig disse du efter eller en er et for fra ham han hans har hende her hun
        hvad hvem hvis hvor hvordan hvorfor ikke ind jeg kan kunne man med men mig mod nar ned nogle nu og ogsa om op
        os over pa samt sig skal som til ud under var ved vi vil ville vaere
        """,
        .dutch: """
        aan al als bij daar dan dat de den der deze die dit doen door dus een en er ge geen had heb hebben heeft het hier
        hij hoe hun ik in is ja je kan kunnen maar me men met mijn moet na nar niet nog nu of om onder ons ook op over
        te tegen toen tot uit van veel voor waar waarom was wat we wel welke werd wie wij wordt worden zal ze zich zij
        zijn zo zonder zou
        """,
        .finnish: """
        ei eivat ett etta han hanen ja jo joka jos jossa joten kaikki kanssa koska kuin kuinka kun kuten me mika
        milloin minka missa miten mina miksi mutta myos ne niin nyt oli olla olen on ovat pitaa sen se seka
        sina sitten tai tama tassa te tulee vai vain voi voidaan voivat yli
        """,
        .french: """
        a au aux avec c ce ces cette comme comment d dans de des du elle elles en entre est et etait etre eux fait il ils
        j je l la le les leur leurs lui m ma mais me meme mes mon n ne nos notre nous on ont ou par pas plus pour pourquoi
        quand que quel quelle quels quelles qui s sa sans se ses si son sont sous sur t ta te tes ton tous tout toute tu
        un une vos votre vous y
        """,
        .german: """
        aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dem den der des dich die dies diese
        diesem diesen dieser dieses dir doch du durch ein eine einem einen einer eines er es fur gegen habe haben hat hatte
        hier ich ihm ihn ihr ihre im in ist ja jede jeder jedes kann kein keine man mein mich mir mit muss musste nach
        nicht noch nun nur ob oder ohne sehr sein seine sich sie sind so soll sollte uber um und uns unter vom von vor
        wann war warum was weil welche welcher welches wenn wer werden wie wieder wird wo wurde wurden zu zum zur zwischen
        """,
        .hungarian: """
        a az azt azok ahogy ami amely aki be csak de e egy egyik el es ez ezek ezt fel ha hanem hogy hogyan hol is ki kell
        le lehet lesz majd meg melyik mely mert mi mikor milyen mint minden mar nagy ne nem nincs o olyan s sem szerint
        szemben ugy utan vagy vagyok van vannak volt volna
        """,
        .indonesian: """
        ada adalah agar akan anda antara apa apakah atau bagaimana bagi bahwa banyak beberapa berapa bisa dalam dan dapat
        dari dengan di dia harus hanya ia ini itu juga kami kapan karena ke kepada kita lebih maka mana mengapa mereka oleh
        pada para saat saja saya sebagai sebuah secara seperti siapa sudah tahun telah tentang terhadap tidak untuk yang
        """,
        .italian: """
        a ad ai al alla alle anche c che chi ci come con cosa cui d da dal dalla dei del della delle dello di dove e ed era
        essere fra gli ha hanno i il in io l la le lei lo loro lui ma mi nel nella nelle noi non o ogni per perche piu
        puo quale quali quando quanto quella quello questa questo se si sia sono su sua sul sulla suo tra tu tutti un una
        uno voi
        """,
        .norwegian: """
        alle at av bare ble da de deg den denne der dere det dette din du eller en er et etter for fra ha hadde han hans
        har henne her hun hva hvem hver hvis hvor hvordan hvorfor i ikke inn jeg kan kunne man med meg men mot mye nar na
        og ogsa om opp oss over pa sa seg ser sin skal som til ut var ved vi vil ville vaere
        """,
        .portuguese: """
        a ao aos as ate com como da das de dela dele do dos e ela elas ele eles em entre era essa esse esta estao este eu
        foi ha isso ja la lhe mais mas me mesmo meu minha muito na nas nao nem no nos nossa nosso num numa o onde os ou
        para pela pelo por porque qual quais quando quanto que quem se seja sem ser seu sua sao so tambem te tem um uma
        voce
        """,
        .romanian: """
        a acest aceasta aceste ai al ale am are as asta atunci au avea ca cand care cat ce cei cel cele cine cu cum da daca
        dar de decat deci despre din doar dupa e ea ei el ele este eu face fara fi fie fiind fost iar ii il in intre la
        lor lui mai ne noi nu o or pe pentru poate prin sa sau se si sunt toate toti un una unde unei unor unui va voi
        """,
        .spanish: """
        a al algo ante antes como con contra cual cuales cuando cuanto de del desde donde durante e el ella ellas ellos en
        entre era es esa ese eso esta estan este esto fue ha hace hacia han hasta hay la las le les lo los mas me mi mis
        muy nada ni no nos nosotros o os otra otro para pero por porque puede que quien se sea ser si sin sobre son su sus
        tambien tanto te tiene todo todos tu tus un una uno unos usted y ya yo
        """,
        .swedish: """
        alla allt att av bara blev bli blir da de dem den denna deras dessa det detta dig din du dar efter eller en er ett
        fran for ha hade han hans har hela henne hennes hon hur har i icke inom inte jag kan kunde man med mellan men mig
        min mot mycket nagon nagot nagra nar ni nu och ocksa om oss over pa samma sedan sig sin sina ska skulle som sa
        till under upp ut utan vad var varfor vara vem vi vid vilka vilken vilket ar
        """,
        .turkish: """
        ama ancak bana bazi belki ben beni bir biri biz bu bunu bunun cok cunku da daha dahi de degil diye en gibi hangi
        hem hep her hic icin ile ise kac kadar kendi ki kim mi mu nasil ne neden nerede nicin o olan olarak oldu olur onu
        onun sana sen siz sonra su tum var ve veya ya yani yok
        """,
    ]
}
