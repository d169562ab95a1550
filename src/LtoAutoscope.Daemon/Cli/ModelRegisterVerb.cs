using System.CommandLine;
using LtoAutoscope.Domain;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>model register F.onnx</c>: an immutable copy in the data folder; nothing uses it yet.</summary>
internal static class ModelRegisterVerb
{
    private const string Unversioned = "1";

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A network that training/finetune.py or training/export.py wrote." };
        var name = new Option<string?>("--name") { Description = "Its name. Default: what the file says.", HelpName = "NAME" };
        var version = new Option<string?>("--model-version") { Description = "Its version. Default: what the file says.", HelpName = "V" };
        var note = new Option<string>("--note") { Description = "What should be known of it.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        Option<string> by = CommonOptions.By(), data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("register", "Take a network into the data folder; no run uses it before `model use` says so.") { file, name, version, note, by, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string path = parsed.GetValue(file)!;
            if (!File.Exists(path)) throw new InputException("there is no such file", path, "Give the ONNX file of a network");
            byte[] bytes = await File.ReadAllBytesAsync(path, cancel).ConfigureAwait(false);
            string ownName, ownVersion;
            IReadOnlyDictionary<string, string> metadata;
            using (SegmentationModel model = SegmentationModel.Load(path))
            {
                (ownName, ownVersion, metadata) = (parsed.GetValue(name) ?? model.Name, parsed.GetValue(version) ?? (model.Version.Length > 0 ? model.Version : Unversioned), new Dictionary<string, string>(model.Metadata));
            }

            DataFolder lab = await LabFolder.OpenAsync(parsed.GetValue(data)!, cancel).ConfigureAwait(false);
            var registry = new ModelRegistry(lab, TimeProvider.System);
            ModelRecord record = await registry.RegisterAsync(bytes, ownName, ownVersion, metadata, parsed.GetValue(by)!, parsed.GetValue(note)!, cancel).ConfigureAwait(false);
            console.WriteJson(new { record.Reference, record.Sha256, Path = registry.PathOf(record), record.RegisteredAt, record.By });
            console.WriteLine($"{record.Reference} sha256:{record.Sha256} registered. Nothing uses it yet. Then: model compare in-use {record.Reference}");
            return ExitCode.Success;
        }, token));
        return command;
    }
}
