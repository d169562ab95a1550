namespace LtoAutoscope.Domain.Samples;

/// <summary>The holder that lies on the stage: which stubs it has and where.</summary>
public sealed record HolderMap
{
    /// <summary>The holder's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its stubs.</summary>
    public required IReadOnlyList<Stub> Stubs { get; init; }

    /// <summary>What it is, in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Places that the beam's axis must not come over. Default none.</summary>
    public IReadOnlyList<KeepOut> KeepOuts { get; init; } = [];

    /// <summary>The stub of that name, or null.</summary>
    public Stub? Find(string stub) => Stubs.FirstOrDefault(s => string.Equals(s.Name, stub, StringComparison.OrdinalIgnoreCase));
}
