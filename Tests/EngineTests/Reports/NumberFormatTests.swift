import Engine
import Testing

@Suite("Numbers for people")
struct NumberFormatTests {
    static let numbers: [(NumberFormat, Double, String)] = [
        (.integer, 85_422.0, "85,422"), (.integer, -1_234_567, "-1,234,567"), (.integer, 999, "999"),
        (.integer, 1e18, "1.00e18"), (.integer, -0.2, "0"),
        (.significant(3), 1.2, "1.20"), (.significant(3), 9.996, "10.0"), (.significant(3), 85_422.3, "85,422"),
        (.significant(3), 0.000214, "0.000214"), (.significant(3), 0.0000214, "2.14e-5"),
        (.significant(3), 2.5e6, "2.50e6"), (.significant(3), 0, "0"), (.significant(99), 0.5, "0.50000000000000000"),
        (.scientific(2), 3.14e-9, "3.1e-9"), (.scientific(3), -12_345, "-1.23e4"), (.scientific(1), 9.7e-3, "1e-2"),
        (.decimals(2), 1234.5, "1,234.50"), (.decimals(2), -0.001, "0.00"),
        (.percent(1), 0.125, "12.5 %"),
    ]
    static let times: [(Double, String)] = [
        (0, "0 s"), (1.2e-7, "120 ns"), (1.5e-6, "1.5 µs"), (0.0123, "12 ms"), (0.9996, "1.0 s"), (1.2, "1.2 s"),
        (59.94, "59.9 s"), (59.96, "1 min 0 s"), (200, "3 min 20 s"), (3599.6, "1 h 0 min"), (7500, "2 h 5 min"),
        (86_399, "1 d 0 h"), (3 * 86_400 + 4 * 3600, "3 d 4 h"), (-1.2, "-1.2 s"), (1e300, "1.16e295 d"),
    ]
    static let sizes: [(Double, String)] = [
        (512, "512 B"), (1023.9, "1.0 KiB"), (1536, "1.5 KiB"), (1_048_575, "1.0 MiB"),
        (1.5 * 1_073_741_824, "1.5 GiB"),
        (1e300, "8.67e281 EiB"),
    ]

    @Test(
        "are written as documented",
        arguments: numbers)
    func written(format: NumberFormat, value: Double, text: String) {
        #expect(format.string(value) == text)
    }

    @Test(
        "durations carry where a unit is full",
        arguments: times)
    func durations(seconds: Double, text: String) {
        #expect(NumberFormat.duration.string(seconds) == text)
    }

    @Test(
        "bytes count in powers of 1024",
        arguments: sizes)
    func bytes(count: Double, text: String) {
        #expect(NumberFormat.bytes.string(count) == text)
    }

    @Test("what isn't there or isn't finite is never a number")
    func specials() {
        for format in [
            NumberFormat.integer, .significant(3), .scientific(2), .decimals(1), .duration, .bytes, .percent(0),
        ] {
            #expect(format.string(nil) == "–")
            #expect(format.string(.nan) == "NaN")
            #expect(format.string(-.infinity) == "-∞")
        }
    }
}
