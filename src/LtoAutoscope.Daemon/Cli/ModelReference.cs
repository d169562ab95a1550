using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>What a person calls a network on the command line: <c>shipped</c>, <c>in-use</c>, <c>NAME@VERSION</c>, or a file.</summary>
internal static class ModelReference
{
    /// <summary>Word for the network that new runs use.</summary>
    public const string InUse = "in-use";

    /// <summary>The shipped network.</summary>
    public static string ShippedPath => new RunModels(ContentFolders.Locate().Models, null).ShippedPath;

    /// <summary>Finds a network.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static async Task<(string Reference, string Path)> FindAsync(string text, DataFolder? data, CancellationToken cancellationToken)
    {
        ModelRegistry? registry = data is null ? null : new ModelRegistry(data, TimeProvider.System);
        ModelRegistryState? state = registry is null ? null : await registry.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (text == InUse) text = state?.InUse?.Reference ?? ModelRegistry.Shipped;
        if (text == ModelRegistry.Shipped) return (text, ShippedPath);
        if (state?.Find(text) is { } model)
        {
            await registry!.RequireIntactAsync(model, cancellationToken).ConfigureAwait(false);
            return (model.Reference, registry.PathOf(model));
        }

        if (File.Exists(text)) return (Path.GetFileName(text), Path.GetFullPath(text));
        string known = string.Join(", ", new[] { InUse, ModelRegistry.Shipped }.Concat(state?.Models.Select(static m => m.Reference) ?? []));
        throw new InputException($"there is no model '{text}'", "model", $"Choose one of {known}, or give an ONNX file");
    }

    /// <summary>Hash of the shipped network.</summary>
    public static Task<string> ShippedSha256Async(CancellationToken cancellationToken) => FileHash.Sha256Async(ShippedPath, cancellationToken);
}
