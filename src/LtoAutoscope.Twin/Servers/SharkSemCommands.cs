using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Twin.Servers;

/// <summary>The functions that the twin's server knows; firmware-protocols/sharksem has them in a table.</summary>
internal static class SharkSemCommands
{
    private static readonly Dictionary<string, (Handler Handler, SharkSemVersion Since)> Table = Build();

    /// <summary>Executes a function; null when it returns nothing. A <see cref="FormatException"/> means bad arguments.</summary>
    public delegate ValueTask<SharkSemBodyWriter?> Handler(SharkSemServer server, SharkSemClientSession session, SharkSemBodyReader arguments, CancellationToken cancellationToken);

    /// <summary>The same for a function that is done at once.</summary>
    public delegate SharkSemBodyWriter? Immediate(SharkSemServer server, SharkSemClientSession session, SharkSemBodyReader arguments);

    /// <summary>Names of all functions.</summary>
    public static IReadOnlyCollection<string> Names => Table.Keys;

    /// <summary>An empty answer to be filled.</summary>
    internal static SharkSemBodyWriter Answer => new();

    /// <summary>The function, or null when a server of that version does not have it.</summary>
    public static Handler? Find(string function, SharkSemVersion version)
        => Table.TryGetValue(function, out (Handler Handler, SharkSemVersion Since) entry) && version.CompareTo(entry.Since) >= 0 ? entry.Handler : null;

    /// <summary>The arguments that are left, each a number or empty for "leave it".</summary>
    internal static List<double?> Rest(SharkSemBodyReader arguments)
    {
        var values = new List<double?>();
        while (!arguments.AtEnd) values.Add(arguments.OptionalFloat());
        return values.Count > 0 ? values : throw new FormatException("An argument is missing.");
    }

    private static Dictionary<string, (Handler, SharkSemVersion)> Build()
    {
        var table = new SharkSemCommandTable();
        AddConnection(table);
        SharkSemStageCommands.Add(table);
        SharkSemBeamCommands.Add(table);
        SharkSemOpticsCommands.Add(table);
        SharkSemDetectorCommands.Add(table);
        SharkSemScanCommands.Add(table);
        SharkSemChamberCommands.Add(table);
        return table.Entries;
    }

    private static void AddConnection(SharkSemCommandTable table)
    {
        table.On("TcpRegDataPort", (_, session, arguments) =>
        {
            session.RegisteredPort = arguments.Int();
            return Answer.Int(0);
        });
        table.Since(1, 0, 5).On("TcpGetVersion", (server, _, _) => server.Manners.PadsVersion ? Answer.Bytes(Padded(server.Options.SharkSemVersion)) : Answer.String(server.Options.SharkSemVersion));
        table.Since(2, 0, 3).On("TcpGetDevice", (_, _, _) => Answer.String("LTO-TWIN-0001"));
        table.Since(2, 0, 9).On("TcpGetSWVersion", (_, _, _) => Answer.String("LtoAutoscope twin"));
        table.Since(2, 0, 9).On("IsBusy", (server, _, arguments) => Answer.Int(server.IsBusy(arguments.UInt()) ? 1 : 0));
        table.Do("Delay", (server, arguments) => server.Microscope.Column.HoldOptics(Math.Clamp(arguments.Int(), 0, 600_000) / 1000.0));
        table.On("GUIGetScanning", (server, _, _) => Answer.Int(server.State.GuiScanning));
        table.Do("GUISetScanning", (server, arguments) => server.State.GuiScanning = arguments.Int() != 0 ? 1 : 0);
        table.On("IsLicenseValid", (_, _, arguments) => Answer.Int(arguments.String().Length > 0 ? 1 : 0));
        table.On("GetDeviceParams", (_, _, arguments) => Answer.String(arguments.UInt() == 0 ? "device.model=TWIN\n" : ""));
        foreach (string shown in (string[])["ProgressShow", "ProgressHide", "ProgressText", "ProgressPerc", "PowerStateSet"]) table.Do(shown, (_, _) => { });
        table.On("PowerStateGet", (_, _, _) => Answer.Int(0));
        table.On("PowerStateEnum", (_, _, _) => Answer.UInt(1));
    }

    /// <summary>64 bytes: the version, the device's name without a gap, zeros.</summary>
    private static byte[] Padded(string version)
    {
        var bytes = new byte[64];
        System.Text.Encoding.ASCII.GetBytes($"{version}0300USB\\VID_0000&PID_0000").AsSpan(0, Math.Min(63, version.Length + 24)).CopyTo(bytes);
        return bytes;
    }
}
