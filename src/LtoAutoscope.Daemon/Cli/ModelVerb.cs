using System.CommandLine;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>model</c>: the segmentation networks of a laboratory: which there are, how they compare, and which one new runs use.</summary>
internal static class ModelVerb
{
    public static Command Create() => new("model", "Segmentation networks: register a new one, compare it on golden frames, switch to it.")
    {
        ModelListVerb.List(), ModelListVerb.Show(), ModelRegisterVerb.Create(), ModelCompareVerb.Create(), ModelUseVerb.Create(),
    };
}
