/* main.c -- the program. */
#include "app/app.h"

int main(int argc, char **argv)
{
	return command_run(argc, argv);
}
