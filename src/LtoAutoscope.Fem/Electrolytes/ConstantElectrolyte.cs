namespace LtoAutoscope.Fem.Electrolytes;

/// <summary>An electrolyte whose properties do not depend on its concentration.</summary>
/// <param name="properties">The properties.</param>
public sealed class ConstantElectrolyte(ElectrolyteProperties properties) : IElectrolyte
{
    /// <inheritdoc/>
    public ElectrolyteProperties At(double concentration) => properties;
}
