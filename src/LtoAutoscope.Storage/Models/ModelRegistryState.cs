using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Storage.Models;

/// <summary>The registry at one moment.</summary>
/// <param name="Models">Registered networks, oldest first.</param>
/// <param name="Uses">Every switch, oldest first; the last one holds.</param>
/// <param name="Comparisons">Every comparison, oldest first.</param>
public sealed record ModelRegistryState(ImmutableArray<ModelRecord> Models, ImmutableArray<ModelUse> Uses, ImmutableArray<ModelComparisonEntry> Comparisons)
{
    /// <summary>The choice in force; null while nobody has chosen, and the shipped network is used.</summary>
    public ModelUse? InUse => Uses.IsEmpty ? null : Uses[^1];

    /// <summary>The model of a reference <c>NAME@VERSION</c>, or of a name that has one version only; null when there is none.</summary>
    public ModelRecord? Find(string reference)
        => Models.FirstOrDefault(m => m.Reference == reference)
            ?? (Models.Where(m => m.Name == reference).Take(2).ToList() is [var only] ? only : null);

    /// <summary>The switches and comparisons that the journal tells.</summary>
    internal static ModelRegistryState Of(ImmutableArray<ModelRecord> models, IEnumerable<RunEvent> events)
    {
        var uses = ImmutableArray.CreateBuilder<ModelUse>();
        var comparisons = ImmutableArray.CreateBuilder<ModelComparisonEntry>();
        foreach (RunEvent line in events)
        {
            JsonObject data = line.Data;
            string Text(string key) => data[key]?.GetValue<string>() ?? "";
            if (line.Kind == ModelEventKind.Used) uses.Add(new ModelUse(Text("model"), Text("sha256"), line.Time, Text("by"), data["comparison"]?.GetValue<string>(), Text("reason")));
            else if (line.Kind == ModelEventKind.Compared) comparisons.Add(new ModelComparisonEntry(Text("comparison"), Text("old_sha256"), Text("new_sha256"), line.Time, Text("by")));
        }

        return new ModelRegistryState(models, uses.ToImmutable(), comparisons.ToImmutable());
    }
}
