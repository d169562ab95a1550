namespace LtoAutoscope.Pipeline.Cells;

/// <summary>What a resolved cell model is to be run with; the rest comes from the run's recipe and material.</summary>
public sealed record ResolvedRequest
{
    /// <summary>Voxels along an edge of the box, 16…96. Default 48.</summary>
    public int Grid { get; init; } = 48;

    /// <summary>Particles in the box, 4…400. Default 36.</summary>
    public int Particles { get; init; } = 36;

    /// <summary>Random packings, 1…8; the fields are those of the first. Default 1.</summary>
    public int Realisations { get; init; } = 1;

    /// <summary>Problems, each as <c>key: what is wrong</c>; empty when it is sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (Grid is < 16 or > 96) problems.Add($"grid: {Grid} voxels must lie between 16 and 96");
        if (Particles is < 4 or > 400) problems.Add($"particles: {Particles} must lie between 4 and 400");
        if (Realisations is < 1 or > 8) problems.Add($"realisations: {Realisations} must lie between 1 and 8");
        return problems;
    }
}
