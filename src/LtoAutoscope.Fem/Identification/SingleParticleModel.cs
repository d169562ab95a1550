using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Identification;

/// <summary>
/// The reduced model: size classes that share one potential and one electrolyte, each a sphere with the diffusion lag of its particles and
/// their real area, the interface of <see cref="Electrochemistry.InterfaceReaction"/>, any protocol. A first cycle takes a few milliseconds.
/// </summary>
/// <remarks>
/// It leaves out separator, electrolyte and lithium, so it holds where they cost little: to about 1C in CE1, and in voltage up to an offset.
/// Thread safety: immutable.
/// </remarks>
public sealed class SingleParticleModel : ICellPredictor
{
    private readonly RadialMesh _mesh;
    private readonly double _tolerance;

    /// <param name="cells">Finite volumes along a radius, 4…400.</param>
    /// <param name="tolerance">Wanted local error of lithiation, root mean square; that of the potential is ten times it in volts.</param>
    public SingleParticleModel(int cells = 24, double tolerance = 1e-4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, 4);
        _mesh = new RadialMesh(cells);
        _tolerance = tolerance;
    }

    /// <inheritdoc/>
    public string Description => "single particle: size classes that share one potential, spheres with the particles' diffusion lag and real area, no electrolyte gradients";

    /// <inheritdoc/>
    /// <exception cref="InputException">The material or the protocol asks for something the model does not have.</exception>
    public CellResponse Predict(CellSample sample, Material material, Protocol protocol, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(protocol);
        if (material.Diffusion != SolidDiffusion.Fick)
            throw new InputException("the single-particle model knows Fick's law only", "diffusion", "Give diffusion: fick, or a fidelity that resolves the particles");
        var run = new SingleParticleRun(sample, material, _mesh, _tolerance);
        for (int cycle = 0; cycle < protocol.Cycles; cycle++)
        {
            foreach (var step in protocol.Steps) run.Step(step, cancellationToken);
        }

        return run.Finish();
    }
}
