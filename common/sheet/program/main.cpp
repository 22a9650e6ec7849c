// naadam-sheet: reads one spreadsheet for a parent process; see sheet/sandbox.hpp.
#include "sheet/child.hpp"

int main(int argc, char** argv) { return naadam::sheet::run_child(argc, argv); }
