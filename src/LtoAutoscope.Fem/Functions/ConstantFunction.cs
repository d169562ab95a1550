namespace LtoAutoscope.Fem.Functions;

/// <summary>The same value everywhere.</summary>
/// <param name="value">The value.</param>
public sealed class ConstantFunction(double value) : ScalarFunction
{
    /// <summary>The value.</summary>
    public double Value => value;

    /// <inheritdoc/>
    public override double At(double x) => value;

    /// <inheritdoc/>
    public override double SlopeAt(double x) => 0;
}
