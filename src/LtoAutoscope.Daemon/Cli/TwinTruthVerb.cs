using System.CommandLine;
using LtoAutoscope.Domain;
using LtoAutoscope.Twin.Rendering;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>twin truth</c>: frames of a synthetic powder with their instance masks and the table of their particles.</summary>
internal static class TwinTruthVerb
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "How many frames, side by side.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { Description = "Seed of the powder.", HelpName = "S", DefaultValueFactory = _ => 1 };
        var output = new Option<string>("--out") { Description = "Folder for images/, labels/ and particles.csv.", Required = true, HelpName = "DIR" };
        var field = new Option<double>("--field-um") { Description = "Field width, µm.", HelpName = "UM", DefaultValueFactory = _ => 2.9 };
        var width = new Option<int>("--width") { Description = "Frame width, pixels.", HelpName = "PX", DefaultValueFactory = _ => 1024 };
        var height = new Option<int>("--height") { Description = "Frame height, pixels.", HelpName = "PX", DefaultValueFactory = _ => 768 };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("truth", "Write frames of the demo's powder of stub 2 at 16 bit with instance masks and the table of their particles.") { count, seed, output, field, width, height, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            int w = parsed.GetValue(width), h = parsed.GetValue(height), frames = parsed.GetValue(count);
            double fieldUm = parsed.GetValue(field);
            if (w is < 16 or > 8192 || h is < 16 or > 8192) throw new InputException($"a frame of {w} × {h} pixels cannot be rendered", "--width, --height", "Give numbers from 16 to 8192");
            if (!(fieldUm is > 0 and <= 20000)) throw new InputException($"a field of {fieldUm} µm cannot be rendered", "--field-um", "Give a number above 0");
            if (parsed.GetValue(seed) < 0) throw new InputException($"{parsed.GetValue(seed)} is no seed", "--seed", "Give a number from 0");
            var world = new SyntheticPowderWorld(DemoHolder.RoundedPowder((ulong)parsed.GetValue(seed)));
            var view = new ViewRequest { CentreXMm = 0, CentreYMm = 0, FieldWidthUm = fieldUm, WidthPx = w, HeightPx = h, Identity = 1 };
            await TruthSet.WriteAsync(world, view, frames, parsed.GetValue(output)!, cancel).ConfigureAwait(false);
            console.WriteJson(new { Count = frames, Out = parsed.GetValue(output) });
            console.WriteLine($"{frames} frames written to {parsed.GetValue(output)}");
            return ExitCode.Success;
        }, token));
        return command;
    }
}
