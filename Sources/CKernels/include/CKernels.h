// C kernels: every header of the module. A kernel has a scalar reference (`_ref`) beside it and is chosen at run time.
#pragma once
