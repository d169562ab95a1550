using LtoAutoscope.Instruments.RawConsole;

namespace LtoAutoscope.Instruments.Prior;

/// <summary>What the raw console of a ProScan controller refuses. Source: firmware-protocols/prior.</summary>
public static class PriorConsole
{
    private const string Moves = "it moves the stage past the interlock; use 'instrument jog'";
    private const string Counts = "it changes what positions mean; the driver and the soft limits rely on them";
    private const string Mode = "it changes how the controller answers; the driver relies on standard mode";

    /// <summary>The forbidden words.</summary>
    public static IReadOnlyList<ForbiddenWord> Forbidden { get; } =
    [
        .. new[] { "G", "GR", "GX", "GY", "GZ", "F", "B", "L", "R", "U", "D", "V", "VS", "VZ", "M", "SIS", "RIS", "C", "H", "J", "VJ", "ZH" }
            .Select(word => new ForbiddenWord(word, Moves)),
        .. new[] { "P", "PX", "PY", "PZ", "PS", "Z", "RES", "SS", "UPR", "XD", "YD", "ZD" }.Select(word => new ForbiddenWord(word + ",*", Counts)),
        new ForbiddenWord("Z", Counts),
        .. new[] { "COMP", "BAUD", "ERROR" }.Select(word => new ForbiddenWord(word + "*", Mode)),
    ];

    /// <summary>The settings of a console.</summary>
    public static LineConsoleSettings Settings { get; } = new() { Protocol = "prior", Forbidden = Forbidden };
}
