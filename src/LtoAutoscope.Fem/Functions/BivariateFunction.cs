namespace LtoAutoscope.Fem.Functions;

/// <summary>A property as a function of two variables, with its slopes. Thread safety: implementations are immutable.</summary>
public abstract class BivariateFunction
{
    /// <summary>Value and slopes at a point.</summary>
    public abstract (double Value, double ByFirst, double BySecond) At(double first, double second);

    /// <summary>The same function at another temperature; the same object where it does not depend on it.</summary>
    /// <param name="temperatureK">Temperature, K.</param>
    public virtual BivariateFunction AtTemperature(double temperatureK) => this;
}
