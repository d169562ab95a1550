using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Twin.Column;
using static LtoAutoscope.Twin.Servers.SharkSemCommands;

namespace LtoAutoscope.Twin.Servers;

/// <summary>Beam, high voltage and beam current.</summary>
internal static class SharkSemBeamCommands
{
    private const int IndexOff = 1000;
    private const int IndexChanging = 1001;

    /// <summary>Highest voltage of each high-voltage index, V; from version 3 on there is one index for the whole range.</summary>
    private static readonly double[] IndexTops = [5000, 10000, 20000, 30000];

    /// <summary>Beam intensity 1…20, 1 the highest: 10 nA at 1, a factor of 1.6 from step to step.</summary>
    private const double HighestCurrentPa = 1e4;
    private const double Step = 1.6;
    private const int Intensities = 20;

    public static void Add(SharkSemCommandTable table)
    {
        table.Do("HVBeamOn", (server, _) =>
        {
            if (server.Microscope.Vacuum.Status == 0) server.Microscope.Column.SwitchOn();
        });
        table.Do("HVBeamOff", (server, _) => server.Microscope.Column.SwitchOff());
        table.On("HVGetBeam", (server, _, _) => Answer.Int(server.Microscope.Column.BeamState));
        table.On("HVGetVoltage", (server, _, _) => Answer.Float(server.Microscope.Column.VoltageV));
        table.On("HVGetIndex", (server, _, _) => Answer.Int(Index(server)));
        table.On("HVEnumIndexes", (server, _, _) => Answer.String(SharkSemMap.Format(Indexes(server))));
        table.On("HVGetEmission", (server, _, _) => Answer.Float(server.Microscope.Column.EmissionUa));
        table.On("HVGetFilTime", (_, _, _) => Answer.Int(360_000));
        table.On("HVGetHeating", (_, _, _) => Answer.Float(2.1));
        table.Do("HVAutoHeat", (_, arguments) => arguments.Int());
        table.Since(2, 0, 16).Do("HVStopAsyncProc", (server, _) => server.Microscope.Column.SetVoltage(server.Microscope.Column.VoltageV));
        table.Await("HVSetVoltage", (server, _, arguments, cancellationToken) => SetVoltageAsync(server, arguments.Float(), arguments, cancellationToken));
        table.Await("HVSetIndex", (server, _, arguments, cancellationToken) =>
        {
            int index = arguments.Int();
            double[] tops = Tops(server);
            if (index < 0 || index >= tops.Length) throw new FormatException("No such index.");
            return SetVoltageAsync(server, tops[index], arguments, cancellationToken);
        });
        table.Since(2, 0, 19).On("GetBeamCurrent", (server, _, _) => Answer.Float(server.Microscope.Column.ProbeCurrentPa));
        table.Since(2, 0, 19).Do("SetBeamCurrent", (server, arguments) => SetCurrent(server.Microscope.Column, arguments.Float()));
        table.On("GetIAbsorbed", (server, _, arguments) => arguments.AtEnd
            ? Answer.Float(server.Microscope.Column.Blanker == 0 ? server.Microscope.Column.TrueProbeCurrentPa * 0.8 : 0)
            : throw new FormatException("It takes no argument."));
        table.On("GetSpotSize", (_, _, _) => Answer.Float(1.5));
        table.On("EnumPCIndexes", (_, _, _) => Answer.String(SharkSemMap.Format(Enumerable.Range(1, Intensities).Select(index =>
            new KeyValuePair<string, string>($"pc.{index}.current", FormattableString.Invariant($"{Current(index):0.###}"))))));
        table.On("GetPCIndex", (server, _, _) => Answer.Int((int)Math.Clamp(Math.Round(Intensity(server)), 1, Intensities)));
        table.Do("SetPCIndex", (server, arguments) => SetCurrent(server.Microscope.Column, Current(Math.Clamp(arguments.Int(), 1, Intensities))));
        table.On("GetPCContinual", (server, _, _) => Answer.Float(Intensity(server)));
        table.On("GetPCFine", (server, _, _) => Answer.Float(Intensity(server)));
        table.Do("SetPCContinual", (server, arguments) => SetCurrent(server.Microscope.Column, Current(Math.Clamp(arguments.Float(), 1, Intensities))));
    }

    private static double Current(double intensity) => HighestCurrentPa * Math.Pow(Step, 1 - intensity);

    private static double Intensity(SharkSemServer server) => 1 + Math.Log(HighestCurrentPa / server.Microscope.Column.ProbeCurrentPa) / Math.Log(Step);

    private static void SetCurrent(ColumnModel column, double picoampere)
    {
        column.ProbeCurrentPa = picoampere;
        column.HoldOptics(column.Options.LensSettleSeconds);
    }

    private static double[] Tops(SharkSemServer server)
    {
        double highest = server.Microscope.Column.Options.MaximumVoltageV;
        return server.Version.Major >= 3 ? [highest] : [.. IndexTops.Where(top => top < highest), highest];
    }

    private static int Index(SharkSemServer server)
    {
        ColumnModel column = server.Microscope.Column;
        if (column.BeamState is 0 or -1) return IndexOff;
        return column.IsRamping ? IndexChanging : Math.Max(0, Array.FindIndex(Tops(server), top => column.VoltageV <= top));
    }

    private static IEnumerable<KeyValuePair<string, string>> Indexes(SharkSemServer server)
    {
        double low = 200;
        foreach ((int index, double top) in Tops(server).Index())
        {
            yield return new($"hv.{index}.min", FormattableString.Invariant($"{low:0.#}"));
            yield return new($"hv.{index}.max", FormattableString.Invariant($"{top:0.#}"));
            yield return new($"hv.{index}.value", FormattableString.Invariant($"{Math.Clamp(server.Microscope.Column.VoltageV, low, top):0.#}"));
            low = top;
        }
    }

    /// <summary>Up to version 1 asynchronous, up to 2.0.15 always blocking, then as its optional second argument says.</summary>
    private static async ValueTask<SharkSemBodyWriter?> SetVoltageAsync(SharkSemServer server, double voltage, SharkSemBodyReader arguments, CancellationToken cancellationToken)
    {
        bool isAsked = !arguments.AtEnd && arguments.Int() != 0;
        bool isAsynchronous = server.Version.Major < 2 || isAsked && server.Version.HasAsynchronousHighVoltage;
        server.Microscope.Column.SetVoltage(voltage);
        while (!isAsynchronous && server.Microscope.Column.IsRamping)
        {
            double left = server.Microscope.Column.VoltageReadyAt - server.Microscope.Clock.Now;
            await server.Microscope.Clock.DelayAsync(Math.Max(0, left), cancellationToken).ConfigureAwait(false);
        }

        return null;
    }
}
