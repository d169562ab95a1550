using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.ImageSources;

/// <summary>SmartSEM's COM object, bound late: nothing of the vendor's is needed to build. Run on no real SmartSEM.</summary>
[SupportedOSPlatform("windows")]
internal sealed class SmartSemComApi : ISmartSemApi
{
    private const string ProgramId = "CZ.EMApiCtrl.1";
    private readonly Type _type;
    private readonly object _instance;

    public SmartSemComApi()
    {
        _type = Type.GetTypeFromProgID(ProgramId)
            ?? throw new InstrumentFaultException(Fault.Unreachable, $"{ProgramId} is not registered; SmartSEM's programming interface is not installed on this computer");
        try
        {
            _instance = Activator.CreateInstance(_type)!;
        }
        catch (Exception failure) when (failure is COMException or TargetInvocationException)
        {
            throw new InstrumentFaultException(Fault.Unreachable, $"{ProgramId} cannot be created: {failure.GetBaseException().Message.TrimEnd('.')}", failure);
        }
    }

    public int InitialiseRemoting() => Code(Invoke("InitialiseRemoting", []));

    public int Execute(string command) => Code(Invoke("Execute", [command]));

    public int Set(string parameter, float value) => Code(Invoke("Set", [parameter, value], byReference: 1));

    public (int Code, double Value) Get(string parameter)
    {
        object[] arguments = [parameter, 0f];
        int code = Code(Invoke("Get", arguments, byReference: 1));
        return (code, Convert.ToDouble(arguments[1], CultureInfo.InvariantCulture));
    }

    public int Grab(int left, int top, int width, int height, int reduction, string path)
        => Code(Invoke("Grab", [(short)left, (short)top, (short)width, (short)height, (short)reduction, path]));

    public void Dispose()
    {
        if (Marshal.IsComObject(_instance)) Marshal.FinalReleaseComObject(_instance);
    }

    private static int Code(object? returned) => returned is null ? 0 : Convert.ToInt32(returned, CultureInfo.InvariantCulture);

    /// <summary>The interface wants the value of a parameter by reference, in both directions.</summary>
    private object? Invoke(string member, object[] arguments, int? byReference = null)
    {
        ParameterModifier[]? modifiers = null;
        if (byReference is { } index)
        {
            var modifier = new ParameterModifier(arguments.Length) { [index] = true };
            modifiers = [modifier];
        }

        try
        {
            return _type.InvokeMember(member, BindingFlags.InvokeMethod, null, _instance, arguments, modifiers, CultureInfo.InvariantCulture, null);
        }
        catch (Exception failure) when (failure is COMException or TargetInvocationException or MissingMethodException or InvalidComObjectException)
        {
            throw new InstrumentFaultException(Fault.CommandRejected, $"{ProgramId}.{member}: {failure.GetBaseException().Message.TrimEnd('.')}", failure);
        }
    }
}
