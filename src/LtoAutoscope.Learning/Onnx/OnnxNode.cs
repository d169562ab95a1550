namespace LtoAutoscope.Learning.Onnx;

/// <summary>One operator. An attribute is a <see cref="float"/>, <see cref="long"/>, <see cref="string"/>, or an array of floats or longs.</summary>
internal sealed record OnnxNode(string Operator, string Domain, string Input, string Output, IReadOnlyDictionary<string, object> Attributes)
{
    internal float[] Floats(string name) => Attributes.TryGetValue(name, out object? value) && value is float[] floats ? floats : [];
}
