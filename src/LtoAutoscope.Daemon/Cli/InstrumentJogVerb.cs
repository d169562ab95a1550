using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Conformance;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>instrument jog</c>: moves one axis, through the interlock.</summary>
internal static class InstrumentJogVerb
{
    public static Command Create()
    {
        var axis = new Argument<string>("axis") { Description = "x, y, z, rotation or tilt." };
        var to = new Option<double?>("--to") { Description = "Where it should end, mm or degrees.", HelpName = "V" };
        var by = new Option<double?>("--by") { Description = "How far from where it is, mm or degrees.", HelpName = "V" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("jog", "Move one axis, inside the envelope, and say where it came to rest. Ctrl+C halts it.") { axis, to, by, json };
        InstrumentChoice choice = InstrumentChoice.For(command);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            string name = parsed.GetValue(axis)!.ToLowerInvariant();
            if (!StageAxis.Names.Contains(name)) throw new InputException($"'{name}' is no axis", "axis", $"Choose one of {string.Join(", ", StageAxis.Names)}");
            if (parsed.GetValue(to) is null == (parsed.GetValue(by) is null)) throw new InputException("it has to be either one", "--to, --by", "Give a target with --to or a distance with --by");
            double value = parsed.GetValue(to) ?? parsed.GetValue(by)!.Value;
            if (!double.IsFinite(value)) throw new InputException("it is no number", "--to, --by", "Give millimetres or degrees");
            InstrumentConfiguration configuration = await choice.LoadAsync(parsed, cancel).ConfigureAwait(false);
            return await RunAsync(configuration, new StageAxis(name), value, parsed.GetValue(by) is not null, new VerbConsole(parsed.GetValue(json)), cancel).ConfigureAwait(false);
        }, token));
        return command;
    }

    private static async Task<int> RunAsync(InstrumentConfiguration configuration, StageAxis axis, double value, bool isRelative, VerbConsole console, CancellationToken cancellationToken)
    {
        HeldInstrument held = await HeldInstrument.ConnectAsync(configuration, "instrument jog", IWireTap.None, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            using InstrumentLease lease = held.Microscope.Acquire("instrument jog");
            StagePosition start = await held.Microscope.Stage.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
            double target = isRelative ? axis.Of(start) + value : value;
            long began = TimeProvider.System.GetTimestamp();
            StagePosition reached = await lease.Microscope.Stage.MoveAsync(axis.Target(target), cancellationToken).ConfigureAwait(false);
            double wall = Math.Round(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 3);
            console.WriteJson(new { Axis = axis.Name, From = axis.Of(start), Target = target, Reached = axis.Of(reached), Deviation = axis.Of(reached) - target, Unit = axis.IsAngular ? "deg" : "mm", Position = reached, WallS = wall });
            (double scale, string unit) = axis.IsAngular ? (1, "°") : (1000, "µm");
            console.WritePlain(string.Create(CultureInfo.InvariantCulture,
                $"{axis.Name} from {InstrumentOutput.Rounded(axis.Of(start), 4):0.####} to {InstrumentOutput.Rounded(axis.Of(reached), 4):0.####} {axis.Unit}, {Math.Abs(axis.Of(reached) - target) * scale:0.###} {unit} off its target, in {wall:0.##} s; now {reached}"));
            return ExitCode.Success;
        }
    }
}
