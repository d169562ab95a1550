namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>One run of a <see cref="ConvergenceStudy"/>.</summary>
/// <param name="Series"><c>grid</c>: the same packing on finer voxels; <c>box</c>: more particles on voxels of the same size.</param>
/// <param name="Grid">Voxels along an edge.</param>
/// <param name="Particles">Particles in the box.</param>
/// <param name="VoxelsAcross">Voxels across the particle of mean volume.</param>
/// <param name="Ce1">Initial Coulombic efficiency.</param>
/// <param name="TrappedShare">Charge left in the particles over the lithiation's.</param>
/// <param name="SideShare">Side charge over the lithiation's.</param>
/// <param name="TimeSteps">Accepted time steps.</param>
/// <param name="BalanceError">Largest error of a balance.</param>
/// <param name="CoupledResidual">Largest residual of the coupled system.</param>
/// <param name="WallS">Time from the microstructure to the end of the cycle, s.</param>
/// <param name="MemoryMb">Largest managed memory seen at the end of a time step, MB.</param>
public sealed record ConvergenceRow(
    string Series, int Grid, int Particles, double VoxelsAcross, double Ce1, double TrappedShare, double SideShare, int TimeSteps, double BalanceError,
    double CoupledResidual, double WallS, double MemoryMb);
