using LtoAutoscope.Storage.Decisions;

namespace LtoAutoscope.Storage.Columns;

/// <summary>Which particles are wanted; its text form is <see cref="ParticleFilterText"/>. All conditions hold together.</summary>
public sealed record ParticleFilter
{
    /// <summary>All of them.</summary>
    public static ParticleFilter Everything { get; } = new();

    /// <summary>Ranges, each quantity at most once.</summary>
    public IReadOnlyList<QuantityRange> Ranges { get; init; } = [];

    /// <summary>Flags of which a particle has at least one; none for any particle.</summary>
    public ParticleFlags Flags { get; init; }

    /// <summary>Flags that a particle must not have.</summary>
    public ParticleFlags Without { get; init; }

    /// <summary>What must have been decided; empty for anything.</summary>
    public IReadOnlyList<DecisionVerdict> Decided { get; init; } = [];

    /// <summary>The frame that shows it; empty for any.</summary>
    public string Frame { get; init; } = "";

    /// <summary>Whether it lets everything through.</summary>
    public bool IsEmpty => Ranges.Count == 0 && Flags == 0 && Without == 0 && Decided.Count == 0 && Frame.Length == 0;
}
