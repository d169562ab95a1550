using LtoAutoscope.Instruments.SharkSem;
using static LtoAutoscope.Twin.Servers.SharkSemCommands;

namespace LtoAutoscope.Twin.Servers;

/// <summary>Detectors and input channels. The picture is that of the detector on the first channel.</summary>
internal static class SharkSemDetectorCommands
{
    private const double SignalSeconds = 2;

    public static void Add(SharkSemCommandTable table)
    {
        table.On("DtEnumDetectors", (_, _, _) => Answer.String(SharkSemMap.Format(SharkSemState.Detectors.SelectMany((detector, i) => new KeyValuePair<string, string>[]
        {
            new($"det.{i}.name", detector.Name), new($"det.{i}.detector", $"{detector.Index}"), new($"det.{i}.ADCinput", $"{i}"),
        }))));
        table.On("DtGetChannels", (_, _, _) => Answer.Int(SharkSemState.Channels));
        table.Do("DtSelect", (server, arguments) => Select(server, arguments.Int(), arguments.Int()));
        table.On("DtGetSelected", (server, _, arguments) => Answer.Int(server.State.Selected(arguments.Int())));
        table.On("DtEnable", (server, session, arguments) =>
        {
            (int channel, int on, int bits) = (SharkSemState.Check(arguments.Int()), arguments.Int(), arguments.AtEnd ? 8 : arguments.Int());
            if (bits is not (8 or 16)) throw new FormatException("No such depth.");
            if (!server.IsScanning) session.Channels[channel] = new SharkSemChannel(on != 0, bits);
            return null;
        });
        table.On("DtGetEnabled", (_, session, arguments) =>
        {
            SharkSemChannel channel = session.Channels[SharkSemState.Check(arguments.Int())];
            return Answer.Int(channel.IsEnabled ? 1 : 0).Int(channel.BitsPerPixel);
        });
        table.On("DtGetGainBlack", (server, _, arguments) =>
        {
            (double gain, double black) = Signal(server, arguments.Int());
            return Answer.Float(gain).Float(black);
        });
        table.Do("DtSetGainBlack", (server, arguments) => SetSignal(server, arguments.Int(), arguments.Float(), arguments.Float()));
        table.Do("DtAutoSignal", (server, arguments) =>
        {
            int detector = server.State.Selected(arguments.Int());
            if (SharkSemOpticsCommands.CanBegin(server, SignalSeconds)) SetSignal(server, detector, 50, 50);
        });
    }

    /// <summary>The signal of the detector on the first channel is the microscope's; each other one keeps its own until it comes there.</summary>
    private static void Select(SharkSemServer server, int channel, int detector)
    {
        int before = server.State.Selected(0);
        server.State.Select(channel, detector);
        if (server.State.Selected(0) == before) return;
        (double gain, double black) = server.Microscope.Column.Detector;
        server.State.SetSignal(before, gain, black);
        server.Microscope.Column.Detector = server.State.Signal(server.State.Selected(0));
    }

    private static (double Gain, double Black) Signal(SharkSemServer server, int detector)
        => detector == server.State.Selected(0) ? server.Microscope.Column.Detector : server.State.Signal(detector);

    private static void SetSignal(SharkSemServer server, int detector, double gain, double black)
    {
        if (detector == server.State.Selected(0)) server.Microscope.Column.Detector = (gain, black);
        else server.State.SetSignal(detector, gain, black);
    }
}
