namespace LtoAutoscope.Learning.Onnx;

/// <summary>A float tensor of N rows and <paramref name="Columns"/> columns.</summary>
internal readonly record struct OnnxTensorInfo(string Name, long Columns);
