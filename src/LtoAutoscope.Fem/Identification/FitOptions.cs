using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Identification;

/// <summary>How a fit is done.</summary>
public sealed record FitOptions
{
    /// <summary>Parameters to fit, at least one.</summary>
    public required IReadOnlyList<FitParameter> Parameters { get; init; }

    /// <summary>Points of the box that are tried before the best of them is refined, beside the material's own values; 0…1000. Default 24.</summary>
    public int Starts { get; init; } = 24;

    /// <summary>Seed of those points. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Whether profile likelihoods are traced. Default true.</summary>
    public bool Profile { get; init; } = true;

    /// <summary>Threads. Default all.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <exception cref="InputException">An option is out of range.</exception>
    internal void Validate()
    {
        if (Parameters.Count == 0) throw new InputException("no parameter is to be fitted", "--fit", "Give one or more, such as D,i0,k");
        if (Parameters.GroupBy(p => p.Key).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new InputException($"'{twice.Key}' is given twice", "--fit", "Give each parameter once");
        if (Starts is < 0 or > 1000) throw new InputException($"{Starts} starts cannot be tried", "--starts", "Give 0 to 1000");
        if (Threads is < 1 or > 256) throw new InputException($"{Threads} threads cannot be used", "--threads", "Give 1 to 256");
    }
}
