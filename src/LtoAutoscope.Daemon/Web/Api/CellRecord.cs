using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A measured cell with how it was imported.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Imports">Its imports, the newest first; empty where figures were written by hand.</param>
internal sealed record CellRecord(CellTest Cell, IReadOnlyList<CellImportDetails> Imports);
