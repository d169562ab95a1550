using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Servers;

/// <summary>The functions that the twin's server knows; firmware-protocols/sharksem has them in a table.</summary>
internal static class SharkSemCommands
{
    private const int StigmatorIndex = 3;

    /// <summary>Executes a function; null when it returns nothing. A <see cref="FormatException"/> means bad arguments.</summary>
    public delegate ValueTask<SharkSemBodyWriter?> Handler(SharkSemServer server, SharkSemClientSession session, SharkSemBodyReader arguments, CancellationToken cancellationToken);

    private delegate SharkSemBodyWriter? Immediate(SharkSemServer server, SharkSemClientSession session, SharkSemBodyReader arguments);

    public static IReadOnlyDictionary<string, Handler> All { get; } = Build();

    private static Dictionary<string, Handler> Build()
    {
        var table = new Dictionary<string, Handler>(StringComparer.Ordinal);
        AddConnection(table);
        AddStage(table);
        AddBeam(table);
        AddOptics(table);
        AddDetectors(table);
        AddScan(table);
        AddChamber(table);
        return table;
    }

    private static SharkSemBodyWriter Answer => new();

    private static void On(Dictionary<string, Handler> table, string function, Immediate act)
        => table[function] = (server, session, arguments, _) => ValueTask.FromResult(act(server, session, arguments));

    private static void Do(Dictionary<string, Handler> table, string function, Action<SharkSemServer, SharkSemBodyReader> act)
        => On(table, function, (server, _, arguments) =>
        {
            act(server, arguments);
            return null;
        });

    private static double[] Rest(SharkSemBodyReader arguments)
    {
        var values = new List<double>();
        while (!arguments.AtEnd) values.Add(arguments.Float());
        return values.Count > 0 ? [.. values] : throw new FormatException("An argument is missing.");
    }

    private static void AddConnection(Dictionary<string, Handler> table)
    {
        On(table, "TcpRegDataPort", (_, session, arguments) =>
        {
            session.RegisteredPort = arguments.Int();
            return Answer.Int(0);
        });
        On(table, "TcpGetVersion", (server, _, _) => Answer.String(server.Options.SharkSemVersion));
        On(table, "TcpGetDevice", (_, _, _) => Answer.String("LTO-TWIN-0001"));
        On(table, "TcpGetSWVersion", (_, _, _) => Answer.String("LtoAutoscope twin"));
        On(table, "IsBusy", (server, _, arguments) => Answer.Int(server.IsBusy(arguments.UInt()) ? 1 : 0));
        Do(table, "Delay", (server, arguments) => server.Microscope.Column.HoldOptics(arguments.Int() / 1000.0));
        On(table, "GUIGetScanning", (_, _, _) => Answer.Int(0));
        Do(table, "GUISetScanning", (_, arguments) => arguments.Int());
    }

    private static void AddStage(Dictionary<string, Handler> table)
    {
        On(table, "StgGetPosition", (server, _, _) =>
        {
            StagePosition place = server.Microscope.Stage.Reported;
            return Answer.Float(place.XMm).Float(place.YMm).Float(place.ZMm).Float(place.RotationDeg).Float(place.TiltDeg);
        });
        Do(table, "StgMoveTo", (server, arguments) => server.Microscope.Stage.MoveTo([.. Rest(arguments).Select(value => (double?)value)]));
        Do(table, "StgMove", (server, arguments) => server.Microscope.Stage.Jog(Rest(arguments)));
        Do(table, "StgStop", (server, _) => server.Microscope.Stage.Stop());
        Do(table, "StgCalibrate", (server, _) => server.Microscope.Stage.IsCalibrated = true);
        On(table, "StgIsCalibrated", (server, _, _) => Answer.Int(server.Microscope.Stage.IsCalibrated ? 1 : 0));
        On(table, "StgIsBusy", (server, _, _) =>
        {
            server.FeedWatchdog();
            return Answer.Int(server.Microscope.Stage.IsBusy ? 1 : 0);
        });
        Do(table, "StgWatchdog", (server, arguments) => server.ArmWatchdog(TimeSpan.FromSeconds(Math.Clamp(arguments.Float(), 0, 3600))));
        On(table, "StgGetLimits", (server, _, arguments) =>
        {
            if (arguments.Int() is not (0 or 1)) throw new FormatException("Limits are of type 0 or 1.");
            SharkSemBodyWriter answer = Answer;
            foreach (AxisOptions axis in server.Microscope.Stage.Options.Axes) answer.Float(axis.Low).Float(axis.High);
            return answer;
        });
        On(table, "StgGetMotorized", (server, _, _) =>
        {
            SharkSemBodyWriter answer = Answer;
            foreach (AxisOptions axis in server.Microscope.Stage.Options.Axes) answer.Int(axis.High > axis.Low ? 1 : 0);
            return answer;
        });
    }

    private static void AddBeam(Dictionary<string, Handler> table)
    {
        Do(table, "HVBeamOn", (server, _) =>
        {
            if (server.Microscope.Vacuum.Status == 0) server.Microscope.Column.SwitchOn();
        });
        Do(table, "HVBeamOff", (server, _) => server.Microscope.Column.SwitchOff());
        On(table, "HVGetBeam", (server, _, _) => Answer.Int(server.Microscope.Column.BeamState));
        On(table, "HVGetVoltage", (server, _, _) => Answer.Float(server.Microscope.Column.VoltageV));
        On(table, "HVGetIndex", (server, _, _) => Answer.Int(
            server.Microscope.Column.BeamState == 0 ? 1000 : server.Microscope.Column.IsRamping ? 1001 : 1));
        On(table, "HVGetEmission", (server, _, _) => Answer.Float(server.Microscope.Column.BeamState == 1 ? 100 : 0));
        Do(table, "HVStopAsyncProc", (server, _) => server.Microscope.Column.SetVoltage(server.Microscope.Column.VoltageV));
        table["HVSetVoltage"] = async (server, _, arguments, cancellationToken) =>
        {
            double voltage = arguments.Float();
            bool asynchronous = !arguments.AtEnd && arguments.Int() != 0;
            server.Microscope.Column.SetVoltage(voltage);
            while (!asynchronous && server.Microscope.Column.IsRamping)
            {
                double left = server.Microscope.Column.VoltageReadyAt - server.Microscope.Clock.Now;
                await server.Microscope.Clock.DelayAsync(Math.Max(0, left), cancellationToken).ConfigureAwait(false);
            }

            return null;
        };
        On(table, "GetBeamCurrent", (server, _, _) => Answer.Float(server.Microscope.Column.ProbeCurrentPa));
        Do(table, "SetBeamCurrent", (server, arguments) => server.Microscope.Column.ProbeCurrentPa = arguments.Float());
        On(table, "GetIAbsorbed", (server, _, arguments) => arguments.AtEnd
            ? Answer.Float(server.Microscope.Column.BeamState == 1 && server.Microscope.Column.Blanker == 0 ? server.Microscope.Column.ProbeCurrentPa * 0.8 : 0)
            : throw new FormatException("It takes no argument."));
        On(table, "GetSpotSize", (_, _, _) => Answer.Float(1.5));

        // Beam intensity 1…20, 1 the highest: 10 nA at 1, a factor of 1.6 from step to step.
        On(table, "GetPCContinual", (server, _, _) => Answer.Float(1 + Math.Log(1e4 / server.Microscope.Column.ProbeCurrentPa) / Math.Log(1.6)));
        Do(table, "SetPCContinual", (server, arguments) => server.Microscope.Column.ProbeCurrentPa = 1e4 * Math.Pow(1.6, 1 - Math.Clamp(arguments.Float(), 1, 20)));
    }

    private static void AddOptics(Dictionary<string, Handler> table)
    {
        On(table, "GetViewField", (server, _, _) => Answer.Float(server.Microscope.Column.FieldWidthUm / 1000));
        Do(table, "SetViewField", (server, arguments) => server.Microscope.Column.FieldWidthUm = arguments.Float() * 1000);
        On(table, "GetWD", (server, _, _) => Answer.Float(server.Microscope.Column.WorkingDistanceMm));
        Do(table, "SetWD", (server, arguments) => server.Microscope.Column.WorkingDistanceMm = arguments.Float());
        Do(table, "AutoWD", (server, arguments) =>
        {
            arguments.Int();
            if (server.IsScanning) return;
            server.Microscope.Column.HoldAutomatic(10);
            server.Microscope.Column.WorkingDistanceMm = server.Microscope.SurfaceWorkingDistanceMm();
        });
        On(table, "EnumCenterings", (_, _, _) => Answer.String(SharkSemMap.Format(
        [
            new("cen.0.name", "Gun Alignment"), new("cen.2.name", "Image Shift"), new($"cen.{StigmatorIndex}.name", "Stigmator"),
        ])));
        On(table, "GetCentering", (server, _, arguments) =>
        {
            (double x, double y) = arguments.Int() == StigmatorIndex ? server.Microscope.Column.Stigmator : (0, 0);
            return Answer.Float(x).Float(y);
        });
        Do(table, "SetCentering", (server, arguments) =>
        {
            (int index, double x, double y) = (arguments.Int(), arguments.Float(), arguments.Float());
            if (index == StigmatorIndex) server.Microscope.Column.Stigmator = (x, y);
        });
        On(table, "GetImageShift", (server, _, _) => Answer.Float(server.Microscope.Column.ImageShift.XMm).Float(server.Microscope.Column.ImageShift.YMm));
        Do(table, "SetImageShift", (server, arguments) => server.Microscope.Column.ImageShift = (arguments.Float(), arguments.Float()));
        On(table, "SMEnumModes", (_, _, _) => Answer.String(SharkSemMap.Format([new("mode.0.name", "RESOLUTION")])));
        On(table, "SMGetMode", (_, _, _) => Answer.Int(0));
        Do(table, "SMSetMode", (_, arguments) => arguments.Int());
    }

    private static void AddDetectors(Dictionary<string, Handler> table)
    {
        On(table, "DtEnumDetectors", (_, _, _) => Answer.String(SharkSemMap.Format(
        [
            new("det.0.name", "SE"), new("det.0.detector", "0"), new("det.1.name", "BSE"), new("det.1.detector", "1"),
        ])));
        On(table, "DtGetChannels", (_, _, _) => Answer.Int(1));
        Do(table, "DtSelect", (_, arguments) =>
        {
            arguments.Int();
            arguments.Int();
        });
        On(table, "DtGetSelected", (_, _, arguments) => Answer.Int(arguments.Int()));
        On(table, "DtEnable", (_, session, arguments) =>
        {
            (int channel, int on) = (arguments.Int(), arguments.Int());
            int bits = arguments.AtEnd ? 8 : arguments.Int();
            if (channel is < 0 or > 3 || bits is not (8 or 16)) throw new FormatException("No such channel or depth.");
            if (on != 0) session.EnabledChannels[channel] = bits;
            else session.EnabledChannels.Remove(channel);
            return null;
        });
        On(table, "DtGetEnabled", (_, session, arguments) => session.EnabledChannels.TryGetValue(arguments.Int(), out int bits)
            ? Answer.Int(1).Int(bits)
            : Answer.Int(0).Int(0));
        On(table, "DtGetGainBlack", (server, _, arguments) =>
        {
            arguments.Int();
            (double gain, double black) = server.Microscope.Column.Detector;
            return Answer.Float(gain).Float(black);
        });
        Do(table, "DtSetGainBlack", (server, arguments) =>
        {
            arguments.Int();
            server.Microscope.Column.Detector = (arguments.Float(), arguments.Float());
        });
        Do(table, "DtAutoSignal", (server, arguments) =>
        {
            arguments.Int();
            server.Microscope.Column.HoldAutomatic(2);
            server.Microscope.Column.Detector = (50, 50);
        });
    }

    private static void AddScan(Dictionary<string, Handler> table)
    {
        On(table, "ScScanXY", (server, session, arguments) =>
        {
            uint frame = arguments.UInt();
            var area = new ScanArea(arguments.Int(), arguments.Int(), arguments.Int(), arguments.Int(), arguments.Int(), arguments.Int());
            bool single = arguments.Int() != 0;
            double dwellUs = arguments.AtEnd ? server.SpeedDwellUs : arguments.UInt() / 1000.0;
            if (dwellUs <= 0) dwellUs = server.SpeedDwellUs;
            return Answer.Int(area.IsValid && server.StartScan(session, frame, area, single, dwellUs) ? 0 : -1);
        });
        Do(table, "ScStopScan", (server, _) => server.StopScan());
        On(table, "ScEnumSpeeds", (_, _, _) => Answer.String(SharkSemMap.Format(SharkSemServer.SpeedsUs.Select((dwell, i) =>
            new KeyValuePair<string, string>($"speed.{i + 1}.dwell", FormattableString.Invariant($"{dwell:0.###}"))))));
        On(table, "ScGetSpeed", (server, _, _) => Answer.Int(server.Speed));
        Do(table, "ScSetSpeed", (server, arguments) => server.Speed = arguments.Int());
        On(table, "ScGetBlanker", (server, _, arguments) => Answer.Int(arguments.AtEnd || arguments.Int() == 0 ? server.Microscope.Column.Blanker : 0));
        Do(table, "ScSetBlanker", (server, arguments) =>
        {
            int first = arguments.Int();
            if (arguments.AtEnd) server.Microscope.Column.Blanker = first;
            else if (first == 0) server.Microscope.Column.Blanker = arguments.Int();
        });
        On(table, "ScGetExternal", (_, _, _) => Answer.Int(0));
        Do(table, "ScSetExternal", (_, arguments) => arguments.Int());
    }

    private static void AddChamber(Dictionary<string, Handler> table)
    {
        On(table, "VacGetStatus", (server, _, _) => Answer.Int(server.Microscope.Vacuum.Status));
        On(table, "VacGetPressure", (server, _, arguments) => arguments.Int() switch
        {
            0 => Answer.Float(server.Microscope.Vacuum.PressurePa),
            1 => Answer.Float(1e-4),
            2 => Answer.Float(1e-7),
            _ => throw new FormatException("No such gauge."),
        });
        On(table, "VacGetVPMode", (_, _, _) => Answer.Int(0));
        Do(table, "VacPump", (server, _) => server.Microscope.Vacuum.Pump());
        Do(table, "VacVent", (server, _) =>
        {
            server.Microscope.Column.SwitchOff();
            server.Microscope.Vacuum.Vent();
        });
        On(table, "GetUPSStatus", (_, _, _) => Answer.Int(0));
        Do(table, "ChamberLed", (_, arguments) => arguments.Int());
    }
}
