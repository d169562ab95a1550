namespace LtoAutoscope.Fem.Functions;

/// <summary>A property as a function of one variable, with its slope. Thread safety: implementations are immutable.</summary>
public abstract class ScalarFunction
{
    /// <summary>The value at a point.</summary>
    public abstract double At(double x);

    /// <summary>The slope at a point.</summary>
    public abstract double SlopeAt(double x);

    /// <summary>The same function at another temperature; the same object where it does not depend on it.</summary>
    /// <param name="temperatureK">Temperature, K.</param>
    public virtual ScalarFunction AtTemperature(double temperatureK) => this;

    /// <summary>The same function in a form that is quick to ask on 0…1; the same object where it is quick already.</summary>
    internal virtual ScalarFunction Quick() => this;

    /// <summary>A constant.</summary>
    public static implicit operator ScalarFunction(double value) => FromDouble(value);

    /// <summary>A constant.</summary>
    public static ScalarFunction FromDouble(double value) => new ConstantFunction(value);
}
