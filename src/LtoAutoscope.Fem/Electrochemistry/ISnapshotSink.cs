using LtoAutoscope.Fem.Output;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>Takes the fields of a resolved cell at chosen moments, so that the model need not keep them.</summary>
public interface ISnapshotSink
{
    /// <summary>Called on the thread that runs the cell, in order of time; the arrays are the sink's own.</summary>
    /// <param name="snapshot">The fields.</param>
    void Accept(CellSnapshot snapshot);
}
