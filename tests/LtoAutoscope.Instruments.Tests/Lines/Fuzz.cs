namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>How much is fuzzed: little by default, all of it with the environment variable <c>LTO_FUZZ=full</c>.</summary>
internal static class Fuzz
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("LTO_FUZZ") == "full";

    /// <summary>Mutated exchanges a protocol in process. 10⁶ in full.</summary>
    public static int InProcess => IsFull ? 1_000_000 : 10_000;

    /// <summary>Exchanges a protocol over a real connection with a hostile device. 1000 in full.</summary>
    public static int OverAWire => IsFull ? 1000 : 150;

    /// <summary>Requests a protocol over a real connection from a hostile client; they are cheap.</summary>
    public static int Requests => 1000;
}
