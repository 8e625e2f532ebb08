#include "app/window/row_changes.h"
