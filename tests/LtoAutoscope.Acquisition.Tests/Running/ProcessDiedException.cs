namespace LtoAutoscope.Acquisition.Tests.Running;

internal sealed class ProcessDiedException : Exception;
