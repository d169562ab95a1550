namespace LtoAutoscope.Pipeline.Particles;

/// <summary>A page of the list of particles.</summary>
/// <param name="Total">Particles of the run.</param>
/// <param name="Matching">Those that the filter lets through.</param>
/// <param name="Page">Number of the page, from 1.</param>
/// <param name="PageSize">Particles of a page.</param>
/// <param name="Filter">The filter as text.</param>
/// <param name="Sort">Key of the quantity of the order, with a minus where the largest come first; empty for the order of the table.</param>
/// <param name="IsUnderWay">Whether the run goes on.</param>
/// <param name="Items">The particles.</param>
public sealed record ParticlePage(int Total, int Matching, int Page, int PageSize, string Filter, string Sort, bool IsUnderWay, IReadOnlyList<ParticleRow> Items);
