namespace LtoAutoscope.Domain.Samples;

/// <summary>The holder that lies on the stage: which stubs it has and where.</summary>
public sealed record HolderMap
{
    /// <summary>The holder's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its stubs.</summary>
    public required IReadOnlyList<Stub> Stubs { get; init; }

    /// <summary>The stub of that name, or null.</summary>
    public Stub? Find(string stub) => Stubs.FirstOrDefault(s => string.Equals(s.Name, stub, StringComparison.OrdinalIgnoreCase));
}
