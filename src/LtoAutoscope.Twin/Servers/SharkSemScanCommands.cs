using LtoAutoscope.Instruments.SharkSem;
using static LtoAutoscope.Twin.Servers.SharkSemCommands;

namespace LtoAutoscope.Twin.Servers;

/// <summary>Scanning, blankers and scan modes.</summary>
internal static class SharkSemScanCommands
{
    private const int BeamBlanker = 0;
    private const int GunBlanker = 1;
    private const int LongestLine = 1 << 20;

    public static void Add(SharkSemCommandTable table)
    {
        table.On("ScScanXY", (server, session, arguments) =>
        {
            uint frame = arguments.UInt();
            var area = new ScanArea(arguments.Int(), arguments.Int(), arguments.Int(), arguments.Int(), arguments.Int(), arguments.Int());
            bool single = arguments.Int() != 0;
            double dwellUs = arguments.AtEnd || !server.Version.HasDwellArgument ? 0 : arguments.UInt() / 1000.0;
            return Start(server, session, new SharkSemExposure(frame, area, null, single, dwellUs));
        });
        table.On("ScScanLine", (server, session, arguments) =>
        {
            (uint frame, int width, int height) = (arguments.UInt(), arguments.Int(), arguments.Int());
            (int x0, int y0, int x1, int y1) = (arguments.Int(), arguments.Int(), arguments.Int(), arguments.Int());
            (double dwellUs, int count, bool single) = (arguments.UInt() / 1000.0, arguments.Int(), arguments.Int() != 0);
            if (count is < 1 or > LongestLine) return Answer.Int(-1);
            var area = new ScanArea(width, height, Inside(Math.Min(x0, x1), width), Inside(Math.Min(y0, y1), height), Inside(Math.Max(x0, x1), width), Inside(Math.Max(y0, y1), height));
            return Start(server, session, new SharkSemExposure(frame, area, count, single, dwellUs));

            static int Inside(int pixel, int size) => Math.Clamp(pixel, 0, Math.Max(0, size - 1));
        });
        table.Do("ScStopScan", (server, _) => server.StopScan());
        table.On("ScEnumSpeeds", (_, _, _) => Answer.String(SharkSemMap.Format(SharkSemServer.SpeedsUs.Select((dwell, i) =>
            new KeyValuePair<string, string>($"speed.{i + 1}.dwell", FormattableString.Invariant($"{dwell:0.###}"))))));
        table.On("ScGetSpeed", (server, _, _) => Answer.Int(server.Speed));
        table.Do("ScSetSpeed", (server, arguments) => server.Speed = arguments.Int());
        table.On("ScGetExternal", (server, _, _) => Answer.Int(server.State.External));
        table.Do("ScSetExternal", (server, arguments) => server.State.External = arguments.Int() != 0 ? 1 : 0);
        table.Do("ScSetBeamPos", (_, arguments) => Rest(arguments));
        table.On("ScReadImageADC", (_, _, arguments) => Answer.Int(SharkSemState.Check(arguments.Int())));
        table.On("ScLUTParGet", (_, _, arguments) =>
        {
            SharkSemState.Check(arguments.Int());
            return Answer.Float(0).Float(100).Float(1);
        });
        table.Do("ScLUTParSet", (_, arguments) =>
        {
            SharkSemState.Check(arguments.Int());
            Rest(arguments);
        });
        table.On("ScLUTSrcGet", (server, _, _) => Answer.Int(server.State.LutSource));
        table.Do("ScLUTSrcSet", (server, arguments) => server.State.LutSource = arguments.Int());
        AddBlankers(table);
        AddModes(table);
    }

    private static SharkSemBodyWriter Start(SharkSemServer server, SharkSemClientSession session, SharkSemExposure exposure)
    {
        if (exposure.DwellUs <= 0) exposure = exposure with { DwellUs = server.SpeedDwellUs };
        return Answer.Int(exposure.Area.IsValid && server.StartScan(session, exposure) ? 0 : -1);
    }

    /// <summary>With one argument, as older clients have it, it is the mode of the electrostatic blanker. The gun blanker is too slow for mode 1.</summary>
    private static void AddBlankers(SharkSemCommandTable table)
    {
        table.On("ScGetBlanker", (server, _, arguments) => Answer.Int((arguments.AtEnd ? BeamBlanker : arguments.Int()) switch
        {
            BeamBlanker => server.Microscope.Column.Blanker,
            GunBlanker => server.State.GunBlanker,
            _ => throw new FormatException("No such blanker."),
        }));
        table.Do("ScSetBlanker", (server, arguments) =>
        {
            int first = arguments.Int();
            (int blanker, int mode) = arguments.AtEnd ? (BeamBlanker, first) : (first, arguments.Int());
            if (blanker == BeamBlanker) server.Microscope.Column.Blanker = mode;
            else if (blanker == GunBlanker && mode is 0 or 2) server.State.GunBlanker = mode;
        });
    }

    private static void AddModes(SharkSemCommandTable table)
    {
        table.On("SMEnumModes", (_, _, _) => Answer.String(SharkSemMap.Format(SharkSemState.Modes.Select(mode => new KeyValuePair<string, string>($"mode.{mode.Key}.name", mode.Value)))));
        table.On("SMGetMode", (server, _, _) => Answer.Int(server.State.Mode));
        table.Do("SMSetMode", (server, arguments) =>
        {
            int mode = arguments.Int();
            if (server.IsScanning || !SharkSemState.Modes.ContainsKey(mode)) return;
            server.State.Mode = mode;
            server.Microscope.Column.HoldOptics(1);
        });
        table.Since(2, 0, 22).On("SMGetPivotPos", (_, _, _) => Answer.Int(0).Float(-25));
    }
}
