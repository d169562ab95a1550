namespace LtoAutoscope.Domain.Baselines;

/// <summary>What a sample takes by hand, and what is left to a person otherwise; <c>config/baselines/*.yaml</c>.</summary>
public sealed record Baseline
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Samples that share what is done once a load, 1…1,000. Default 1.</summary>
    public int SamplesPerLoad { get; init; } = 1;

    /// <summary>Particles that a person outlines on one image.</summary>
    public required TriangularRange ParticlesPerImage { get; init; }

    /// <summary>The steps by hand.</summary>
    public required IReadOnlyList<BaselineStep> Manual { get; init; }

    /// <summary>What is left to a person, and what is waited for beside instrument and computer.</summary>
    public required IReadOnlyList<BaselineStep> Automated { get; init; }

    /// <summary>Problems, each as <c>key: what is wrong</c>; empty when it is sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (SamplesPerLoad is < 1 or > 1000) problems.Add($"samples_per_load: {SamplesPerLoad} must lie between 1 and 1,000");
        if (!ParticlesPerImage.IsOrdered || ParticlesPerImage.Low < 1) problems.Add("particles_per_image: low must be at least 1, and low, typical and high in order");
        if (Manual.Count == 0) problems.Add("manual: name at least one step");
        if (Automated.Count == 0) problems.Add("automated: name at least one step");
        problems.AddRange(Manual.Concat(Automated).Where(step => !step.Seconds.IsOrdered).Select(step => $"step '{step.Name}': seconds must not be negative, and low, typical and high in order"));
        return problems;
    }
}
