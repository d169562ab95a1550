namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>The insertion reaction of a material: its open-circuit potential and its rate. Thread safety: implementations are immutable.</summary>
public interface IInsertionKinetics
{
    /// <summary>Open-circuit potential against Li/Li⁺, V.</summary>
    /// <param name="x">Lithiation of the surface, 0…1.</param>
    double OpenCircuitV(double x);

    /// <summary>The rate and its derivatives.</summary>
    /// <param name="x">Lithiation of the surface; iterates may lie a little outside 0…1.</param>
    /// <param name="potential">Potential of the solid against the electrolyte beside it (Li/Li⁺ reference), less any drop in a film, V.</param>
    /// <param name="concentration">Salt concentration of the electrolyte beside it, mol/m³.</param>
    KineticRate At(double x, double potential, double concentration);
}
