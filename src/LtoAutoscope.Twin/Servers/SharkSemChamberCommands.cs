using LtoAutoscope.Domain.Instruments;
using static LtoAutoscope.Twin.Servers.SharkSemCommands;

namespace LtoAutoscope.Twin.Servers;

/// <summary>Vacuum, camera, light and power.</summary>
internal static class SharkSemChamberCommands
{
    public static void Add(SharkSemCommandTable table)
    {
        table.On("VacGetStatus", (server, _, _) => Answer.Int(server.Microscope.Vacuum.Status));
        table.On("VacGetPressure", (server, _, arguments) => arguments.Int() switch
        {
            0 => Answer.Float(server.Microscope.Vacuum.PressurePa),
            1 => Answer.Float(1e-4),
            2 => Answer.Float(1e-7),
            _ => throw new FormatException("No such gauge."),
        });
        table.On("VacGetVPMode", (server, _, _) => Answer.Int(server.State.VpMode));
        table.Do("VacSetVPMode", (server, arguments) => server.State.VpMode = arguments.Int() != 0 ? 1 : 0);
        table.On("VacGetVPPress", (_, _, _) => Answer.Float(20));
        table.Do("VacSetVPPress", (_, arguments) => arguments.Float());
        table.Do("VacPump", (server, _) => server.Microscope.Vacuum.Pump());
        table.Do("VacVent", (server, _) =>
        {
            server.Microscope.Column.SwitchOff();
            server.Microscope.Vacuum.Vent();
        });
        foreach (string absent in (string[])["ArlGetType", "ALIsInstalled", "DrwGetConfig", "SmplGetCount"]) table.On(absent, (_, _, _) => Answer.Int(0));
        table.On("GetUPSStatus", (server, _, _) => Answer.Int(server.Manners.UpsStatus ?? server.Microscope.Faults.Mains switch
        {
            MainsState.Battery => 1,
            MainsState.BatteryLow => 2,
            _ => 0,
        }));
        table.Do("ChamberLed", (server, arguments) => server.State.Led = arguments.Int() != 0 ? 1 : 0);
        table.On("CameraEnable", (server, session, arguments) =>
        {
            (int channel, double zoom, double rate) = (arguments.Int(), arguments.Float(), arguments.Float());
            if (channel == 0 && zoom > 0 && rate > 0) server.Camera.Enable(session, zoom, rate);
            return null;
        });
        table.Do("CameraDisable", (server, _) => server.Camera.Disable());
        table.On("CameraGetStatus", (server, _, arguments) =>
        {
            if (arguments.Int() != 0) throw new FormatException("There is one camera.");
            (bool isOn, double zoom, double rate) = server.Camera.Status;
            return Answer.Int(isOn ? 1 : 0).Float(zoom).Float(rate).Int(0);
        });
    }
}
