#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

static void become(const char *path, char *const arguments[], char *const environment[], int log_descriptor,
                   int kept_descriptor, pid_t parent)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The parent may have ended before the line above.
    if (getppid() != parent)
        _exit(127);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    // What a shell's background jobs ignore, a member must hear.
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    int badness = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (badness >= 0) {
        ssize_t ignored = write(badness, "500", 3);
        (void)ignored;
        close(badness);
    }
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0) {
        dup2(nothing, STDIN_FILENO);
        if (nothing > STDERR_FILENO)
            close(nothing);
    }
    dup2(log_descriptor, STDOUT_FILENO);
    dup2(log_descriptor, STDERR_FILENO);
    if (kept_descriptor >= 0)
        fcntl(kept_descriptor, F_SETFD, 0);
    execve(path, arguments, environment);
    _exit(127);
}

int cprocess_start(const char *path, char *const arguments[], char *const environment[], int log_descriptor,
                   int kept_descriptor, pid_t *process)
{
    pid_t parent = getpid();
    pid_t child = fork();
    if (child < 0)
        return errno;
    if (child == 0)
        become(path, arguments, environment, log_descriptor, kept_descriptor, parent);
    *process = child;
    return 0;
}
