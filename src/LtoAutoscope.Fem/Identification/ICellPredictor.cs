using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Identification;

/// <summary>
/// A forward model that is fast enough to be run thousands of times: parameters and a sample in, a voltage curve and CE1 out.
/// Thread safety: implementations may be called from several threads at once.
/// </summary>
public interface ICellPredictor
{
    /// <summary>What reports call it.</summary>
    string Description { get; }

    /// <summary>Whether the drop over electrolyte and separator is in its voltage.</summary>
    bool HasElectrolyte { get; }

    /// <summary>Runs a protocol.</summary>
    /// <param name="sample">The powder.</param>
    /// <param name="material">The material with the parameters to try.</param>
    /// <param name="protocol">What the cell is put through.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ConvergenceException">A step cannot be solved; the message says which.</exception>
    CellResponse Predict(CellSample sample, Material material, Protocol protocol, CancellationToken cancellationToken = default);
}
