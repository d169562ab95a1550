namespace LtoAutoscope.Acquisition.Running;

/// <summary>The recovery ladder gave the sample up; what was counted is its result.</summary>
internal sealed class SampleGivenUpException(string message) : Exception(message);
