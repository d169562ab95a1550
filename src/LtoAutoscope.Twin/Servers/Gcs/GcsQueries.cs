using System.Globalization;

namespace LtoAutoscope.Twin.Servers.Gcs;

/// <summary>The questions that a controller answers.</summary>
internal sealed class GcsQueries(GcsController controller)
{
    public IEnumerable<GcsCommand> All =>
    [
        new("#3", "get real-time position", Unheard),
        new("#4", "request status register", Unheard),
        new("#5", "request motion status", Unheard),
        new("#6", "query for position change", Unheard),
        new("#7", "request controller ready status", Unheard),
        new("#8", "query if macro is running", Unheard),
        new("#24", "stop all axes", Unheard),
        new("*IDN?", "get device identification", _ => [controller.Options.Identification], true),
        new("CSV?", "get current syntax version", _ => ["2.0"], true),
        new("VER?", "get versions of firmware and drivers", _ => ["FW_TWIN: V1.0.0.0 ", "FW_GCS: V2.0"], true),
        new("SSN?", "get device serial number", _ => ["0"]),
        new("ERR?", "get error number", _ => [controller.TakeError().ToString(CultureInfo.InvariantCulture)], true),
        new("HLP?", "get list of available commands", _ => Help(), true),
        new("HPA?", "get list of available parameters", _ => GcsParameters.Help()),
        new("SAI?", "[ALL] get list of current axis identifiers", Identifiers),
        new("TVI?", "tell valid character set for axis identifiers", _ => ["123456789"]),
        new("CST?", "[{<AxisID>}] get assignment of stages to axes", Each(_ => "TWIN-STAGE")),
        new("SVO?", "[{<AxisID>}] get servo mode", Each(axis => Flag(axis.Servo))),
        new("RON?", "[{<AxisID>}] get reference mode", Each(axis => Flag(axis.ReferenceMode))),
        new("FRF?", "[{<AxisID>}] get referencing result", Each(axis => Flag(axis.Referenced))),
        new("TRS?", "[{<AxisID>}] indicate reference switch", Each(_ => "1")),
        new("LIM?", "[{<AxisID>}] indicate limit switches", Each(_ => "1")),
        new("TMN?", "[{<AxisID>}] get minimum commandable position", Each(axis => GcsController.Number(axis.Low))),
        new("TMX?", "[{<AxisID>}] get maximum commandable position", Each(axis => GcsController.Number(axis.High))),
        new("POS?", "[{<AxisID>}] get real position", Each(axis => GcsController.Number(axis.Position))),
        new("MOV?", "[{<AxisID>}] get target position", Each(axis => GcsController.Number(axis.Target))),
        new("ONT?", "[{<AxisID>}] get on-target state", Each(axis => Flag(axis.IsOnTarget))),
        new("VEL?", "[{<AxisID>}] get closed-loop velocity", Each(axis => GcsController.Number(axis.Velocity))),
        new("ACC?", "[{<AxisID>}] get closed-loop acceleration", Each(axis => GcsController.Number(axis.Acceleration))),
        new("DEC?", "[{<AxisID>}] get closed-loop deceleration", Each(axis => GcsController.Number(axis.Deceleration))),
        new("SRG?", "{<AxisID> <RegisterID>} query status register value", StatusRegisters),
        new("SPA?", "[{<ItemID> <PamID>}] get volatile memory parameters", Parameters),
        new("SEP?", "[{<ItemID> <PamID>}] get non-volatile memory parameters", Parameters),
        new("IFC?", "[{<InterfacePam>}] get current interface parameters", Interface),
    ];

    private static string Flag(bool value) => value ? "1" : "0";

    /// <summary>A single byte has its line in the list, but its name is no command.</summary>
    private static IReadOnlyList<string>? Unheard(string[] words) => throw new GcsRefusal(GcsError.UnknownCommand);

    private static IReadOnlyList<string> Interface(string[] words)
    {
        string[] all = ["RSBAUD=115200", "IPSTART=1"];
        return words.Length == 0 ? all
            : [.. words.Select(word => all.FirstOrDefault(line => line.StartsWith(word + "=", StringComparison.OrdinalIgnoreCase)) ?? throw new GcsRefusal(GcsError.Syntax))];
    }

    private Func<string[], IReadOnlyList<string>?> Each(Func<GcsAxis, string> value)
        => words => [.. controller.Named(words).Select(axis => $"{axis.Name}={value(axis)}")];

    private string[] Identifiers(string[] words) => words switch
    {
        [] => [.. controller.Axes.Select(axis => axis.Name)],
        [var all] when all.Equals("ALL", StringComparison.OrdinalIgnoreCase) => [.. controller.Axes.Select(axis => axis.Name)],
        _ => throw new GcsRefusal(GcsError.Syntax),
    };

    private string[] StatusRegisters(string[] words)
    {
        if (words.Length == 0) return [.. controller.Axes.Select(axis => $"{axis.Name} 1=0x{controller.StatusRegister(axis):X4}")];
        if (words.Length % 2 != 0) throw new GcsRefusal(GcsError.Count);
        return [.. words.Chunk(2).Select(pair => pair[1] == "1"
            ? $"{pair[0]} 1=0x{controller.StatusRegister(controller.Named([pair[0]])[0]):X4}" : throw new GcsRefusal(GcsError.Range))];
    }

    private string[] Parameters(string[] words)
    {
        if (words.Length == 0)
            return [.. controller.Axes.SelectMany(axis => GcsParameters.Known.Keys.Select(id => $"{axis.Name} 0x{id:X}={GcsParameters.Read(axis, id)}"))];
        if (words.Length % 2 != 0) throw new GcsRefusal(GcsError.Count);
        return [.. words.Chunk(2).Select(pair =>
        {
            uint id = GcsParameters.Number(pair[1]);
            return $"{pair[0]} 0x{id:X}={GcsParameters.Read(controller.Named([pair[0]])[0], id)}";
        })];
    }

    private string[] Help()
        => ["The following commands are valid:", .. controller.Commands.Select(command => $"{command.Word} {command.Help}"), "end of help"];
}
