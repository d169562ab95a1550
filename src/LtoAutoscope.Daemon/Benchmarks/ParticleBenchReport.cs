namespace LtoAutoscope.Daemon.Benchmarks;

/// <summary>What <c>bench particles</c> found.</summary>
/// <param name="Particles">Particles of the run.</param>
/// <param name="Cores">Processors of this machine.</param>
/// <param name="BuildS">Reading particles.csv, ordering, and writing the column file, s.</param>
/// <param name="OpenS">Opening a column file that is there and checking it, s.</param>
/// <param name="FileMb">Size of the column file, MB.</param>
/// <param name="MemoryMb">Managed memory after all of it, MB.</param>
/// <param name="Rows">Each kind of question.</param>
public sealed record ParticleBenchReport(int Particles, int Cores, double BuildS, double OpenS, double FileMb, double MemoryMb, IReadOnlyList<ParticleBenchRow> Rows);
