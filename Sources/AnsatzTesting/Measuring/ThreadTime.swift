import Glibc

/// The processor time that the calling thread has used, in seconds: it stands still while others have the processor.
enum ThreadTime {
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
