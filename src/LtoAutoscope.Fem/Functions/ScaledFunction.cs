namespace LtoAutoscope.Fem.Functions;

/// <summary>A function times a number.</summary>
/// <param name="scale">The number.</param>
/// <param name="function">The function.</param>
public sealed class ScaledFunction(double scale, ScalarFunction function) : ScalarFunction
{
    /// <inheritdoc/>
    public override double At(double x) => scale * function.At(x);

    /// <inheritdoc/>
    public override double SlopeAt(double x) => scale * function.SlopeAt(x);

    /// <inheritdoc/>
    public override ScalarFunction AtTemperature(double temperatureK) => new ScaledFunction(scale, function.AtTemperature(temperatureK));

    /// <inheritdoc/>
    internal override ScalarFunction Quick() => new ScaledFunction(scale, function.Quick());
}
