namespace LtoAutoscope.Fem.Electrolytes;

/// <summary>A concentrated binary electrolyte at one temperature. Thread safety: implementations are immutable.</summary>
public interface IElectrolyte
{
    /// <summary>The properties at a concentration.</summary>
    /// <param name="concentration">Salt concentration, mol/m³, &gt; 0; smaller values are taken at a small positive one.</param>
    ElectrolyteProperties At(double concentration);
}
