namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>A parameter of a synthesis as it is to be set, or was.</summary>
/// <param name="Name">Its name in the space.</param>
/// <param name="Value">The value as a person writes it.</param>
/// <param name="Unit">Its unit; empty when it has none.</param>
public sealed record ParameterSetting(string Name, string Value, string Unit = "")
{
    /// <summary>Name, value and unit.</summary>
    public override string ToString() => $"{Name} {Value}{(Unit.Length > 0 ? " " + Unit : "")}";
}
