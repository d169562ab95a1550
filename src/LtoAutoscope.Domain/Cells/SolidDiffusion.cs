namespace LtoAutoscope.Domain.Cells;

/// <summary>How lithium diffuses in the solid.</summary>
public enum SolidDiffusion
{
    /// <summary>Fick's law with one diffusivity.</summary>
    Fick,

    /// <summary>Darken's factor: D(x) = D₀·x(1−x)·|dU/dx|·F/RT, which falls inside a plateau.</summary>
    Darken,
}
