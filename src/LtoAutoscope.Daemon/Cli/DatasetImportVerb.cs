using System.CommandLine;
using LtoAutoscope.Imaging.Annotations;
using LtoAutoscope.Pipeline.Datasets;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Datasets;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>dataset check</c> and <c>dataset import</c>: corrected outlines, looked through one by one, and taken into the data folder.</summary>
internal static class DatasetImportVerb
{
    public static Command Check()
    {
        Argument<string> folder = Folder();
        Option<OutlineSource> from = From();
        Option<string?> coco = Coco();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("check", "Look through corrected outlines and name everything that is wrong with them.") { folder, from, coco, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            CheckedAnnotations read = AnnotationFolder.Read(parsed.GetValue(folder)!, parsed.GetValue(from), parsed.GetValue(coco), cancel);
            console.WriteJson(new { read.IsSound, read.From, Pictures = read.Pictures.Count, Particles = read.ParticleCount, read.Problems });
            await TellAsync(console, read).ConfigureAwait(false);
            if (read.IsSound) console.WriteLine($"Good: {Words(read)}. Then: dataset import {read.Folder} --name NAME");
            return read.IsSound ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    public static Command Import()
    {
        Argument<string> folder = Folder();
        Option<OutlineSource> from = From();
        Option<string?> coco = Coco();
        var name = new Option<string>("--name") { Description = "Name of the data set; a name that is there already gets a new version.", Required = true, HelpName = "NAME" };
        var golden = new Option<bool>("--golden") { Description = "Take them as golden frames, on which models are compared and never trained." };
        var note = new Option<string>("--note") { Description = "What should be known of it.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        Option<string> by = CommonOptions.By(), data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("import", "Take corrected outlines into the data folder as a new version of a data set; nothing that is there is changed.") { folder, name, golden, from, coco, note, by, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            CheckedAnnotations read = AnnotationFolder.Read(parsed.GetValue(folder)!, parsed.GetValue(from), parsed.GetValue(coco), cancel);
            await TellAsync(console, read).ConfigureAwait(false);
            if (!read.IsSound)
            {
                console.WriteJson(new { read.IsSound, read.From, Pictures = read.Pictures.Count, Particles = read.ParticleCount, read.Problems });
                await Console.Error.WriteLineAsync("Nothing was taken in: mend what is named above and import again.").ConfigureAwait(false);
                return ExitCode.BadUsage;
            }

            DataFolder lab = await LabFolder.OpenAsync(parsed.GetValue(data)!, cancel).ConfigureAwait(false);
            bool isGolden = parsed.GetValue(golden);
            DatasetRecord made = await DatasetImport.AddAsync(lab, read, parsed.GetValue(name)!, isGolden, parsed.GetValue(by)!, parsed.GetValue(note)!, TimeProvider.System, cancel).ConfigureAwait(false);
            string path = new DatasetStore(isGolden ? lab.Golden : lab.Datasets, TimeProvider.System).PathOf(made);
            console.WriteJson(new { made.Reference, made.Sha256, Pictures = made.Pictures.Count, Particles = read.ParticleCount, read.From, Path = path, read.Problems });
            console.WriteLine($"{made.Reference}: {Words(read)} in {path}");
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static Argument<string> Folder() => new("folder") { Description = "A folder that `dataset export` wrote, or one laid out like it." };

    private static Option<OutlineSource> From() => new("--from") { Description = "Which form of the outlines counts. Default: the one that was changed since the export.", DefaultValueFactory = _ => OutlineSource.Changed };

    private static Option<string?> Coco() => new("--coco") { Description = "A COCO file elsewhere, as an annotation program exported it.", HelpName = "F.json" };

    private static string Words(CheckedAnnotations read) => $"{read.Pictures.Count} pictures with {read.ParticleCount} particles, from {(read.From == OutlineSource.Coco ? "COCO" : "label maps")}";

    private static async Task TellAsync(VerbConsole console, CheckedAnnotations read)
    {
        foreach (AnnotationProblem problem in read.Problems.Where(static p => p.IsWarning)) console.WriteLine($"note: {problem}");
        foreach (AnnotationProblem problem in read.Problems.Where(static p => !p.IsWarning)) await Console.Error.WriteLineAsync(problem.ToString()).ConfigureAwait(false);
    }
}
