namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>A quantity on the line and its own unit.</summary>
public sealed record LineQuantity
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How much one device unit is, in the quantity's unit: mm for x, y, z, degrees for rotation and tilt, and what the name says for all others.</summary>
    public double Per { get; init; } = 1;

    /// <summary>A value read at the start that multiplies <see cref="Per"/>, such as the size of a step; empty for none.</summary>
    public string Times { get; init; } = "";

    /// <summary>Text for yes; empty where it is no flag.</summary>
    public string Yes { get; init; } = "";

    /// <summary>Text for no.</summary>
    public string No { get; init; } = "";

    /// <summary>Smallest allowed value, in the quantity's unit.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>Largest allowed value.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>What a server's own store of it begins with; null where the twin knows it.</summary>
    public string? Initial { get; init; }

    /// <summary>A setting of the controller that chooses the unit a server counts in; empty for none. A driver sets it and uses <see cref="Per"/>.</summary>
    public string UnitBy { get; init; } = "";

    /// <summary>What stands for <see cref="Per"/> in a server, by the setting's value.</summary>
    public IReadOnlyDictionary<string, double> UnitOf { get; init; } = new Dictionary<string, double>();

    /// <summary>Settings that a server must have for it to stand in the brackets of an answer.</summary>
    public IReadOnlyDictionary<string, string> ShownWhen { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings that a server must have for an axis to follow a move; else its figure is passed over.</summary>
    public IReadOnlyDictionary<string, string> MovesWhen { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it is yes or no.</summary>
    public bool IsFlag => Yes.Length > 0;
}
