using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Mesh;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// One lithiation and one delithiation at constant current of a set of particles that share one potential and one electrolyte: a
/// <see cref="ResolvedCell"/> without a box.
/// </summary>
public sealed class FirstCycle
{
    private readonly ResolvedCell _cell;

    /// <param name="meshes">The particles.</param>
    /// <param name="material">The material.</param>
    /// <param name="options">Rate, threads, tolerances.</param>
    public FirstCycle(IReadOnlyList<ParticleMesh> meshes, Material material, CycleOptions options) => _cell = new ResolvedCell(meshes, material, options);

    /// <inheritdoc cref="ResolvedCell.Run"/>
    public CycleOutcome Run(Action<double, double>? progress = null, CancellationToken cancellationToken = default) => _cell.Run(progress, cancellationToken);
}
