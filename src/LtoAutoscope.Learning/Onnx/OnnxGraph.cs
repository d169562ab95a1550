namespace LtoAutoscope.Learning.Onnx;

/// <summary>
/// As much of an ONNX model as a regression needs: a chain of nodes between one float input and one float output, and the properties
/// beside it. Field numbers are those of onnx.proto (ONNX 1.14, IR version 8).
/// </summary>
internal sealed record OnnxGraph
{
    internal required string Name { get; init; }

    internal required IReadOnlyList<OnnxNode> Nodes { get; init; }

    internal required OnnxTensorInfo Input { get; init; }

    internal required OnnxTensorInfo Output { get; init; }

    internal required IReadOnlyDictionary<string, string> Metadata { get; init; }

    internal string Description { get; init; } = "";
}
