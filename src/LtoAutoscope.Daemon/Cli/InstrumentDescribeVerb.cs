using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>instrument describe</c>: a configuration as it is understood, without connecting.</summary>
internal static class InstrumentDescribeVerb
{
    public static Command Create()
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Command("describe", "The configuration as it is understood: parts, envelope, how it stops, what its console refuses. Connects to nothing.") { json };
        InstrumentChoice choice = InstrumentChoice.For(command);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            Show(new VerbConsole(parsed.GetValue(json)), await choice.LoadAsync(parsed, cancel).ConfigureAwait(false));
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static void Show(VerbConsole console, InstrumentConfiguration configuration)
    {
        IReadOnlyList<InstrumentPart> parts = InstrumentPart.Of(configuration);
        SafetyEnvelope envelope = configuration.Envelope;
        console.WriteJson(new
        {
            configuration.Name,
            configuration.IsSimulated,
            Parts = parts.Select(part => new
            {
                part.Protocol, part.Endpoint, part.Gives,
                Stop = new { part.Stop.InterruptsMoves, LongestWaitMs = part.Stop.LongestWait.TotalMilliseconds, part.Stop.HasConnectionOfItsOwn },
                Forbidden = part.Forbidden.Select(word => new { word.Word, word.Reason }),
            }),
            Pixels = Pixels(configuration),
            Envelope = envelope,
            Park = configuration.Park,
        });
        if (console.IsJson) return;

        console.WriteLine($"{configuration.Name}{(configuration.IsSimulated ? " (simulated)" : "")}");
        Table table = new Table().Border(TableBorder.Simple).AddColumns("parts", "protocol", "where", "a stop");
        foreach (InstrumentPart part in parts)
            table.AddRow(Markup.Escape(string.Join(", ", part.Gives)), part.Protocol, Markup.Escape(part.Endpoint), Markup.Escape($"{part.Stop}, {(part.Stop.HasConnectionOfItsOwn ? "has a connection of its own" : "shares the connection")}"));
        console.Terminal.Write(table);
        console.WriteLine($"  pixels: {Pixels(configuration)}");
        Table limits = new Table().Border(TableBorder.Simple).AddColumns("envelope", "");
        foreach ((string name, string value) in Rows(envelope, !parts.First(part => part.Gives.Contains("stage")).Stop.InterruptsMoves)) limits.AddRow(Markup.Escape(name), Markup.Escape(value));
        limits.AddRow("park", Markup.Escape($"high voltage {(configuration.Park.SwitchBeamOff ? "off" : "kept")}, stage {(configuration.Park.SafePosition is { } safe ? "to " + Target(safe) : "stays")}"));
        console.Terminal.Write(limits);
        foreach (InstrumentPart part in parts)
        {
            Table words = new Table().Border(TableBorder.Simple).AddColumns($"refused by the console of {part.Protocol}", "because");
            foreach (IGrouping<string, string> group in part.Forbidden.GroupBy(word => word.Reason, word => word.Word))
                words.AddRow(Markup.Escape(string.Join("; ", group)), Markup.Escape(group.Key));
            console.Terminal.Write(words);
        }
    }

    private static IEnumerable<(string Name, string Value)> Rows(SafetyEnvelope envelope, bool isUninterruptible)
    {
        StageLimits limits = envelope.Limits;
        yield return ("x, y, z", $"{Range(limits.X)}, {Range(limits.Y)}, {Range(limits.Z)} mm");
        yield return ("rotation, tilt", $"{Range(limits.Rotation)}, {Range(limits.Tilt)} °");
        yield return ("z towards the lens", envelope.ZTowardsLens > 0 ? "grows" : "falls");
        yield return ("z limit by tilt", envelope.ZByTilt.Count == 0 ? "none" : string.Join("; ", envelope.ZByTilt.Select(point => Text($"{point.ZMm:0.###} mm at {point.TiltDeg:0.##}°"))));
        yield return ("lens at z, holder height", $"{(envelope.LensZMm is { } lens ? Text($"{lens:0.###} mm") : "not known")}, {Text($"{envelope.HolderHeightMm:0.###} mm")}");
        yield return ("working distance", Text($"{envelope.MinimumWorkingDistanceMm:0.###}…{envelope.MaximumWorkingDistanceMm:0.###} mm"));
        yield return ("z and focus", envelope.ZLink switch { ZLink.NotLinked => "not linked", ZLink.LinkedToWorkingDistance => "linked", ZLink.Unknown => "not known, so z is refused", _ => "the stage is asked" });
        string pieces = isUninterruptible ? Text($", in pieces of {envelope.UninterruptibleStepMm:0.###} mm, {envelope.UninterruptibleStepDeg:0.##}°, because a stop does not end a move") : "";
        yield return ("longest step", Text($"{envelope.MaximumStepMm:0.###} mm, {envelope.MaximumStepDeg:0.##}°") + pieces);
        yield return ("keep-out volumes", envelope.KeepOut.Count == 0 ? "none" : string.Join(", ", envelope.KeepOut.Select(volume => volume.Name)));
        yield return ("highest voltage", Text($"{envelope.MaximumEnergyKv:0.##} kV"));
    }

    /// <summary>Where pixels come from.</summary>
    private static string Pixels(InstrumentConfiguration configuration) => configuration.ImageSource switch
    {
        { WatchedFolder: { } folder } => $"files {folder.Pattern} in {folder.Folder}",
        { SmartSem: not null } => "SmartSEM's COM interface on this computer",
        _ => $"over {configuration.Scanner.Protocol}",
    };

    private static string Target(Domain.Geometry.StageTarget target) => string.Join(", ", new (string Axis, double? Value, string Unit)[]
        { ("x", target.XMm, "mm"), ("y", target.YMm, "mm"), ("z", target.ZMm, "mm"), ("rotation", target.RotationDeg, "°"), ("tilt", target.TiltDeg, "°") }
        .Where(axis => axis.Value is not null).Select(axis => Text($"{axis.Axis} {axis.Value:0.###} {axis.Unit}")));

    private static string Range(AxisRange range) => Text($"{range.Low:0.###}…{range.High:0.###}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
