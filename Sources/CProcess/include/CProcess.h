#pragma once
#include <sys/types.h>

/// Starts a program in a process group of its own that can't outlive the thread that calls this.
///
/// Its standard input is empty, its output and errors go to a descriptor. The kernel kills it when the calling thread
/// ends, however that ends, and prefers it to the caller where memory runs out.
///
/// Between fork and exec only calls are made that are safe there, which is why this is not Swift.
///
/// @param arguments        argv, ends in NULL.
/// @param environment      envp, ends in NULL.
/// @param log_descriptor   takes standard output and standard error.
/// @param kept_descriptor  stays open in the program under its number, such as a lock; -1 for none.
/// @param process          receives the process's number.
/// @return 0, or errno of fork. A program that can't be executed ends with exit code 127.
int cprocess_start(const char *path, char *const arguments[], char *const environment[], int log_descriptor,
                   int kept_descriptor, pid_t *process);
